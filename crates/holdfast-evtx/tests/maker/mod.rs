//! Makes chunks by hand, token by token, so that a test can say exactly what stands in one.
//!
//! It writes what Windows would write, and whatever else it is told to.
#![allow(dead_code, unreachable_pub, reason = "each test uses the part it needs")]

use std::collections::HashMap;

/// Types of values.
pub mod kind {
    pub const NULL: u8 = 0x00;
    pub const STRING: u8 = 0x01;
    pub const U16: u8 = 0x06;
    pub const U32: u8 = 0x08;
    pub const U64: u8 = 0x0A;
    pub const FILETIME: u8 = 0x11;
    pub const HEX64: u8 = 0x15;
    pub const BINXML: u8 = 0x21;
    pub const STRINGS: u8 = 0x81;
    pub const U32S: u8 = 0x88;
}

/// A value of a template: its type and bytes.
pub type Given = (u8, Vec<u8>);

pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub fn string(text: &str) -> Given {
    (kind::STRING, utf16(text))
}

pub fn strings(items: &[&str]) -> Given {
    (kind::STRINGS, items.iter().flat_map(|item| [utf16(item), vec![0, 0]].concat()).collect())
}

pub fn null() -> Given {
    (kind::NULL, Vec::new())
}

/// A chunk being written.
pub struct Maker {
    pub bytes: Vec<u8>,
    names: HashMap<String, u32>,
    definitions: HashMap<u32, u32>,
    n_records: u64,
    last_at: usize,
    /// Elements carry the slot they depend on, as in a definition.
    in_definition: bool,
}

impl Maker {
    pub fn new() -> Self {
        let mut bytes = vec![0; 512];
        bytes[..8].copy_from_slice(b"ElfChnk\0");
        let (names, definitions) = (HashMap::new(), HashMap::new());
        Self { bytes, names, definitions, n_records: 0, last_at: 512, in_definition: false }
    }

    /// Begins names and definitions somewhere else, so that equal templates lie at other places.
    pub fn pad(&mut self, n_bytes: usize) -> &mut Self {
        self.record(|m| m.raw(&[0; 1]).raw(&vec![0xEE; n_bytes]))
    }

    /// Writes a record whose content `write` writes.
    pub fn record(&mut self, write: impl FnOnce(&mut Self) -> &mut Self) -> &mut Self {
        self.n_records += 1;
        self.last_at = self.bytes.len();
        self.raw(&[0x2A, 0x2A, 0, 0]).u32(0);
        let (id, time) = (self.n_records, 132_636_029_441_234_567_u64 + self.n_records);
        self.raw(&id.to_le_bytes()).raw(&time.to_le_bytes());
        write(self);
        let n_bytes = (self.bytes.len() + 4 - self.last_at) as u32;
        self.u32(n_bytes);
        self.set_u32(self.last_at + 4, n_bytes)
    }

    /// A record of one template.
    pub fn event(
        &mut self,
        id: u32,
        definition: impl FnOnce(&mut Self) -> &mut Self,
        values: &[Given],
    ) -> &mut Self {
        self.record(|m| m.header().template(id, definition, values).raw(&[0]))
    }

    pub fn header(&mut self) -> &mut Self {
        self.raw(&[0x0F, 1, 1, 0])
    }

    /// A template filled in: the first time with its definition, then pointing to it.
    pub fn template(
        &mut self,
        id: u32,
        definition: impl FnOnce(&mut Self) -> &mut Self,
        values: &[Given],
    ) -> &mut Self {
        self.raw(&[0x0C, 1]).u32(id);
        match self.definitions.get(&id) {
            Some(at) => self.u32(*at),
            None => {
                let at = self.bytes.len() as u32 + 4;
                self.definitions.insert(id, at);
                self.u32(at).u32(0).raw(&id.to_le_bytes()).raw(&[7; 12]).u32(0);
                let was = std::mem::replace(&mut self.in_definition, true);
                let start = self.bytes.len();
                definition(self.header()).raw(&[0]);
                self.in_definition = was;
                self.set_u32(start - 4, (self.bytes.len() - start) as u32)
            }
        };
        self.values(values)
    }

    pub fn values(&mut self, values: &[Given]) -> &mut Self {
        self.u32(values.len() as u32);
        for (kind, bytes) in values {
            self.raw(&(bytes.len() as u16).to_le_bytes()).raw(&[*kind, 0]);
        }
        values.iter().fold(self, |m, (_, bytes)| m.raw(bytes))
    }

    pub fn name(&mut self, name: &str) -> &mut Self {
        if let Some(at) = self.names.get(name) {
            return self.u32(*at);
        }
        let at = self.bytes.len() as u32 + 4;
        self.names.insert(name.to_owned(), at);
        let letters = utf16(name);
        self.u32(at).u32(0).raw(&[0x12, 0x34]).raw(&(letters.len() as u16 / 2).to_le_bytes());
        self.raw(&letters).raw(&[0, 0])
    }

    /// `<name attribute="…">`, the attributes written by `attributes`.
    pub fn open(&mut self, name: &str, attributes: &[(&str, Piece<'_>)]) -> &mut Self {
        self.open_gated(name, u16::MAX, attributes)
    }

    pub fn open_gated(&mut self, name: &str, gate: u16, attributes: &[(&str, Piece<'_>)]) -> &mut Self {
        self.start(name, gate, attributes).raw(&[0x02])
    }

    fn start(&mut self, name: &str, gate: u16, attributes: &[(&str, Piece<'_>)]) -> &mut Self {
        let token = if attributes.is_empty() { 0x01 } else { 0x41 };
        self.raw(&[token]);
        if self.in_definition {
            self.raw(&gate.to_le_bytes());
        }
        self.u32(0).name(name);
        if !attributes.is_empty() {
            self.u32(0);
        }
        for (name, value) in attributes {
            self.raw(&[0x06]).name(name).piece(value);
        }
        self
    }

    /// `<name/>`.
    pub fn bare(&mut self, name: &str, attributes: &[(&str, Piece<'_>)]) -> &mut Self {
        self.start(name, u16::MAX, attributes).raw(&[0x03])
    }

    pub fn close(&mut self) -> &mut Self {
        self.raw(&[0x04])
    }

    /// `<name>pieces</name>`.
    pub fn leaf(&mut self, name: &str, attributes: &[(&str, Piece<'_>)], content: &[Piece<'_>]) -> &mut Self {
        self.open(name, attributes);
        content.iter().fold(self, |m, piece| m.piece(piece)).close()
    }

    /// `<Data Name="label">slot</Data>`.
    pub fn data(&mut self, label: &str, slot: u16) -> &mut Self {
        self.leaf("Data", &[("Name", Piece::Text(label))], &[Piece::Slot(slot)])
    }

    pub fn piece(&mut self, piece: &Piece<'_>) -> &mut Self {
        match piece {
            Piece::Text(text) => {
                let letters = utf16(text);
                self.raw(&[0x05, 0x01]).raw(&(letters.len() as u16 / 2).to_le_bytes()).raw(&letters)
            }
            Piece::CData(text) => {
                let letters = utf16(text);
                self.raw(&[0x07]).raw(&(letters.len() as u16 / 2).to_le_bytes()).raw(&letters)
            }
            Piece::U32(n) => self.raw(&[0x05, kind::U32]).u32(*n),
            Piece::Slot(slot) => self.raw(&[0x0D]).raw(&slot.to_le_bytes()).raw(&[0x01]),
            Piece::Optional(slot) => self.raw(&[0x0E]).raw(&slot.to_le_bytes()).raw(&[0x01]),
            Piece::Char(code) => self.raw(&[0x08]).raw(&code.to_le_bytes()),
            Piece::Entity(name) => self.raw(&[0x09]).name(name),
        }
    }

    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub fn u32(&mut self, n: u32) -> &mut Self {
        self.raw(&n.to_le_bytes())
    }

    pub fn set_u32(&mut self, at: usize, n: u32) -> &mut Self {
        self.bytes[at..at + 4].copy_from_slice(&n.to_le_bytes());
        self
    }

    /// The chunk, with its header filled in and zeros behind its records.
    pub fn chunk(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let free_at = bytes.len() as u32;
        for (at, n) in [(8, 1), (16, self.n_records), (24, 1), (32, self.n_records)] {
            bytes[at..at + 8].copy_from_slice(&n.to_le_bytes());
        }
        for (at, n) in [(40, 128), (44, self.last_at as u32), (48, free_at)] {
            bytes[at..at + 4].copy_from_slice(&n.to_le_bytes());
        }
        let records = crc32(&bytes[512..]);
        bytes[52..56].copy_from_slice(&records.to_le_bytes());
        let header = crc32(&[&bytes[..120], &bytes[128..512]].concat());
        bytes[124..128].copy_from_slice(&header.to_le_bytes());
        assert!(bytes.len() <= 65_536, "{} bytes are more than a chunk", bytes.len());
        bytes.resize(65_536, 0);
        bytes
    }
}

/// What stands in an element or an attribute.
pub enum Piece<'t> {
    Text(&'t str),
    CData(&'t str),
    U32(u32),
    Slot(u16),
    Optional(u16),
    Char(u16),
    Entity(&'t str),
}

/// A file: a header, then chunks.
pub fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; 4096];
    bytes[..8].copy_from_slice(b"ElfFile\0");
    bytes[36..44].copy_from_slice(&[1, 0, 3, 0, 0, 16, chunks.len() as u8, 0]);
    let sum = crc32(&bytes[..120]);
    bytes[124..128].copy_from_slice(&sum.to_le_bytes());
    chunks.iter().for_each(|chunk| bytes.extend_from_slice(chunk));
    bytes
}

pub fn crc32(bytes: &[u8]) -> u32 {
    static TABLE: std::sync::LazyLock<[u32; 256]> = std::sync::LazyLock::new(|| {
        let step = |n: u32, _| if n & 1 == 1 { (n >> 1) ^ 0xEDB8_8320 } else { n >> 1 };
        std::array::from_fn(|byte| (0..8).fold(byte as u32, step))
    });
    let table = &*TABLE;
    !bytes.iter().fold(u32::MAX, |sum, byte| (sum >> 8) ^ table[(sum as u8 ^ byte) as usize])
}

/// The head and the data of a process event, as Sysmon writes them: two templates, one in the other.
pub fn process_event(m: &mut Maker, image: &str, command: Given, parent: Given) {
    // The values of the outer template come first in the table, so the inner part is written apart and measured: it may
    // point only to names and definitions that are there already, or stand alone.
    m.record(|m| {
        m.header().raw(&[0x0C, 1]).u32(1);
        let known = m.definitions.get(&1).copied();
        match known {
            Some(at) => {
                m.u32(at);
            }
            None => {
                let at = m.bytes.len() as u32 + 4;
                m.definitions.insert(1, at);
                m.u32(at).u32(0).u32(1).raw(&[7; 12]).u32(0);
                let start = m.bytes.len();
                m.in_definition = true;
                system(m.header()).raw(&[0]);
                m.in_definition = false;
                m.set_u32(start - 4, (m.bytes.len() - start) as u32);
            }
        }
        m.u32(4).raw(&[2, 0, kind::U16, 0, 8, 0, kind::FILETIME, 0, 8, 0, kind::U64, 0]);
        let size_at = m.bytes.len();
        m.raw(&[0, 0, kind::BINXML, 0]).raw(&[1, 0]).raw(&132_636_029_441_234_567_u64.to_le_bytes());
        m.raw(&77_u64.to_le_bytes());
        let start = m.bytes.len();
        m.header().template(2, process_data, &[string(image), command, parent]).raw(&[0]);
        let n_bytes = (m.bytes.len() - start) as u16;
        m.bytes[size_at..size_at + 2].copy_from_slice(&n_bytes.to_le_bytes());
        m.raw(&[0])
    });
}

fn system(m: &mut Maker) -> &mut Maker {
    m.open("Event", &[("xmlns", Piece::Text("urn:event"))]);
    m.open("System", &[]);
    m.bare("Provider", &[("Name", Piece::Text("Fixture-Provider"))]);
    m.leaf("EventID", &[("Qualifiers", Piece::Optional(9))], &[Piece::Slot(0)]);
    m.bare("TimeCreated", &[("SystemTime", Piece::Slot(1))]);
    m.leaf("EventRecordID", &[], &[Piece::Slot(2)]);
    m.leaf("Channel", &[], &[Piece::Text("Fixture/Operational")]);
    m.close();
    m.piece(&Piece::Slot(3)).close()
}

fn process_data(m: &mut Maker) -> &mut Maker {
    m.open("EventData", &[]).data("Image", 0).data("CommandLine", 1);
    m.open_gated("Data", 2, &[("Name", Piece::Text("ParentImage"))]).piece(&Piece::Slot(2)).close();
    m.close()
}
