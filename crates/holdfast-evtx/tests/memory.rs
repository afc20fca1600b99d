//! What a hostile file can make us hold: the same whether it is one chunk or hundreds.
//!
//! It looks at the process it runs in, so it stands alone in its file.

mod maker;

use std::io::Read;

use holdfast_evtx::{ChunkBuf, ChunkReader, Decoder, Step};
use maker::{Maker, Piece, string};

/// The most memory the process held so far, in MiB, where the system tells.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

/// Chunks whose templates and names were never seen before, as many as are asked for.
struct Endless {
    n_left: usize,
    n_made: usize,
    chunk: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.chunk.len() {
            if self.n_left == 0 {
                return Ok(0);
            }
            (self.n_left, self.n_made, self.at) = (self.n_left - 1, self.n_made + 1, 0);
            self.chunk = hostile_chunk(self.n_made);
        }
        let n = into.len().min(self.chunk.len() - self.at);
        into[..n].copy_from_slice(&self.chunk[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

fn hostile_chunk(n: usize) -> Vec<u8> {
    let mut maker = Maker::new();
    maker.event(
        1,
        |m| {
            m.open("Event", &[]).open("EventData", &[]);
            for field in 0..300 {
                m.data(&format!("A long name of a field that nobody has seen, {n} {field}"), 0);
            }
            m.close().close()
        },
        &[string("v")],
    );
    // The same template from many places, each a definition of its own by its place alone.
    let definition = 512 + 24 + 4 + 10;
    for place in 0..200 {
        maker.record(|m| m.header().raw(&[0x0C, 1]).u32(9).u32(definition + place).u32(0));
    }
    // A count of values that no bytes stand behind.
    maker.record(|m| m.header().raw(&[0x0C, 1]).u32(1).u32(definition).u32(0x3FFF_FFFF));
    maker.record(|m| m.header().open("Event", &[]).leaf("Leaf", &[], &[Piece::Text("v")]).close());
    maker.chunk()
}

#[test]
fn memory_stays_where_it_was_after_the_first_few_chunks() {
    let read = |n_chunks: usize, decoder: &mut Decoder| {
        let endless = Endless { n_left: n_chunks, n_made: 0, chunk: Vec::new(), at: 0 };
        let mut reader = ChunkReader::new(endless).expect("bytes");
        let (mut buf, mut n_events, mut out) = (ChunkBuf::new(), 0, Vec::new());
        while let Some(step) = reader.read_chunk(&mut buf).expect("bytes") {
            assert_eq!(step, Step::Chunk);
            let mut events = decoder.events(buf.chunk().expect("a chunk"));
            while let Some(event) = events.next_event() {
                if let Ok(event) = event {
                    out.clear();
                    event.append_json(&mut out).expect("small");
                    n_events += 1;
                }
            }
        }
        n_events
    };
    let mut decoder = Decoder::new();
    assert_eq!(read(40, &mut decoder), 120);
    let before = peak_mib();
    assert_eq!(read(100, &mut decoder), 300);
    assert!(decoder.generation() > 0, "plans were forgotten on the way");
    let (Some(before), Some(after)) = (before, peak_mib()) else {
        eprintln!("SKIPPED: this system does not tell how much memory a process held");
        return;
    };
    println!("peak {before} MiB after 40 chunks, {after} MiB after 140");
    assert!(after < 64 && after <= before + 24, "{before} MiB, then {after} MiB");
}
