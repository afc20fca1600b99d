//! Bytes that nobody should trust: flipped, cut, repeated and made to mislead. Nothing panics, and everything ends.

mod maker;

use std::path::{Path, PathBuf};

use holdfast_evtx::{Carved, Chunk, ChunkBuf, ChunkReader, Decoder, Event, Step, SystemField, carve};
use maker::{Maker, Piece, kind, null, process_event, string, strings};
use proptest::prelude::*;

/// Reads all there is to read of an event, in every way there is.
fn use_up(event: &Event<'_>, out: &mut Vec<u8>) {
    out.clear();
    let mut n_fields = 0;
    for field in event.fields() {
        field.value.append_text(out);
        assert!(field.value.as_utf16().is_none_or(|text| text.n_units() < 65_536));
        let _ = (field.value.as_i64(), field.value.eq_ignore_ascii_case("x"), event.name(field.name));
        n_fields += 1;
    }
    assert!(n_fields < 1 << 20);
    for field in SystemField::ALL {
        let _ = event.system(field).map(|value| value.to_string());
    }
    let _ = (event.time().unix_nanoseconds(), event.event_id(), event.level());
    out.clear();
    if event.append_json(out).is_ok() {
        assert!(std::str::from_utf8(out).is_ok(), "JSON is UTF-8");
    }
    out.clear();
    if event.append_xml(out).is_ok() {
        assert!(std::str::from_utf8(out).is_ok(), "XML is UTF-8");
    }
}

/// Reads a file to its end; gives the number of events and of bad records.
fn read_all(bytes: &[u8], decoder: &mut Decoder) -> (usize, usize) {
    let (mut n_events, mut n_bad, mut out) = (0, 0, Vec::new());
    let mut reader = ChunkReader::new(bytes).expect("bytes in memory");
    let mut buf = ChunkBuf::new();
    let mut n_steps = 0;
    while let Some(step) = reader.read_chunk(&mut buf).expect("bytes in memory") {
        n_steps += 1;
        assert!(n_steps <= 1 + bytes.len() / 256, "the reader moves on");
        if step != Step::Chunk {
            continue;
        }
        let chunk = buf.chunk().expect("a chunk that was found");
        let _ = chunk.checksums_ok();
        let mut events = decoder.events(chunk);
        while let Some(event) = events.next_event() {
            match event {
                Ok(event) => {
                    use_up(&event, &mut out);
                    n_events += 1;
                }
                Err(bad) => {
                    assert!(bad.offset < bytes.len() as u64, "{bad}");
                    n_bad += 1;
                }
            }
        }
    }
    (n_events, n_bad)
}

/// A chunk with every kind of thing in it.
fn rich_chunk() -> Vec<u8> {
    let mut maker = Maker::new();
    process_event(&mut maker, "C:\\Windows\\System32\\cmd.exe", string("cmd /c whoami"), string("x"));
    process_event(&mut maker, "", null(), null());
    maker.event(
        5,
        |m| {
            m.open("Event", &[]).open("EventData", &[]).data("Names", 0).data("Numbers", 1);
            let mixed =
                [Piece::Text("a"), Piece::Slot(2), Piece::Char(66), Piece::Entity("amp"), Piece::CData("c")];
            m.leaf("Data", &[("Name", Piece::Optional(3))], &mixed).close().close()
        },
        &[strings(&["one", "two"]), (kind::U32S, vec![1; 8]), (kind::HEX64, vec![9; 8]), null()],
    );
    maker.record(|m| {
        m.header().open("Event", &[]).open("UserData", &[]).leaf("Leaf", &[], &[Piece::Text("v")]);
        m.bare("Bare", &[("At", Piece::U32(3))]).close().close()
    });
    process_event(&mut maker, "last", string("l"), null());
    maker.chunk()
}

#[test]
fn a_file_cut_anywhere_gives_what_is_whole() {
    let chunk = rich_chunk();
    let used = chunk.iter().rposition(|byte| *byte != 0).expect("records") + 1;
    let mut decoder = Decoder::new();
    let whole = read_all(&chunk, &mut decoder);
    assert_eq!(whole, (5, 0));
    let mut last = 0;
    for end in 0..=used {
        let (n_events, _) = read_all(&chunk[..end], &mut decoder);
        assert!(n_events >= last && n_events <= 5, "{n_events} events in {end} bytes");
        last = n_events;
    }
    assert_eq!(last, 5);
}

#[test]
fn each_byte_flipped_costs_at_most_what_it_is_in() {
    let chunk = rich_chunk();
    let used = chunk.iter().rposition(|byte| *byte != 0).expect("records") + 1;
    let mut decoder = Decoder::new();
    for at in 0..used {
        for flip in [0x01, 0x80, 0xFF] {
            let mut damaged = chunk.clone();
            damaged[at] ^= flip;
            read_all(&damaged, &mut decoder);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn many_bytes_flipped(places in proptest::collection::vec((8_usize..6_000, any::<u8>()), 1..60)) {
        let mut chunk = rich_chunk();
        for (at, byte) in places {
            chunk[at] = byte;
        }
        read_all(&chunk, &mut Decoder::new());
    }

    #[test]
    fn numbers_overwritten(places in proptest::collection::vec((512_usize..4_000, 0_u8..8), 1..12)) {
        let mut chunk = rich_chunk();
        for (at, shape) in places {
            let n = [0, 1, 0xFFFF_FFFF, 0x8000_0000, 0xFFFF, 0x10000, 512, at as u32][usize::from(shape)];
            chunk[at..at + 4].copy_from_slice(&n.to_le_bytes());
        }
        read_all(&chunk, &mut Decoder::new());
    }

    #[test]
    fn pieces_of_chunks_in_any_order(cuts in proptest::collection::vec((0_usize..70_000, 0_usize..70_000), 1..6)) {
        let source = [&rich_chunk()[..], &[7; 300], &rich_chunk()].concat();
        let mut bytes = Vec::new();
        for (from, to) in cuts {
            bytes.extend_from_slice(&source[from.min(to)..from.max(to)]);
        }
        read_all(&bytes, &mut Decoder::new());
        let carved = carve(&bytes).map(|found| match found {
            Carved::Chunk(chunk) => chunk.bytes().len() as u64,
            Carved::Gap { n_bytes, .. } => n_bytes,
        });
        prop_assert!(carved.sum::<u64>() <= bytes.len() as u64);
    }

    #[test]
    fn any_content_in_a_record(content in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut maker = Maker::new();
        process_event(&mut maker, "a", null(), null());
        maker.record(|m| m.raw(&content));
        maker.record(|m| m.header().raw(&content));
        maker.record(|m| m.header().raw(&[0x0C]).raw(&content));
        read_all(&maker.chunk(), &mut Decoder::new());
    }

    /// Tokens that are right by themselves, in an order that need not be.
    #[test]
    fn any_tokens_in_a_record(tokens in proptest::collection::vec((0_u8..16, 0_u16..4), 0..80)) {
        let mut maker = Maker::new();
        maker.record(|m| {
            m.header();
            for (token, n) in &tokens {
                let name = ["Event", "EventData", "Data", "Name"][usize::from(*n)];
                match token {
                    1 => m.raw(&[0x41]).u32(0).name(name).u32(0),
                    2..=5 => m.raw(&[*token - 1]),
                    6 => m.raw(&[0x06]).name(name),
                    7 => m.piece(&Piece::CData(name)),
                    8 => m.piece(&Piece::Char(*n)),
                    9 => m.piece(&Piece::Entity(name)),
                    10 => m.piece(&Piece::U32(7)),
                    11 => m.template(3, |m| m.open("EventData", &[]).data(name, *n).close(), &[string("v")]),
                    12 => m.open(name, &[]),
                    13 => m.raw(&[0x05, 0x21, 3, 0, 0x0F, 1, 1]),
                    _ => m.piece(&Piece::Text(name)),
                };
            }
            m
        });
        read_all(&maker.chunk(), &mut Decoder::new());
    }
}

/// Real logs, small enough to read a thousand of.
fn samples() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/evtx");
    if !dir.is_dir() {
        eprintln!("SKIPPED: no sample logs at `{}`; a thousand damaged ones were not read", dir.display());
        return Vec::new();
    }
    let (mut folders, mut found) = (vec![dir], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "evtx") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_thousand_real_files_with_flipped_bytes() {
    let small: Vec<Vec<u8>> = samples()
        .into_iter()
        .map(|path| std::fs::read(path).expect("a readable file"))
        .filter(|bytes| bytes.len() <= 70_000)
        .collect();
    if small.is_empty() {
        return;
    }
    // A fixed sequence, so that what fails once fails again.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let (mut decoder, mut n_events, mut n_bad) = (Decoder::new(), 0, 0);
    for n in 0..1_000 {
        let mut bytes = small[n % small.len()].clone();
        let used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0).max(1);
        for _ in 0..1 + next(64) {
            let at = next(used);
            bytes[at] ^= 1 << next(8);
        }
        let (events, bad) = read_all(&bytes, &mut decoder);
        (n_events, n_bad) = (n_events + events, n_bad + bad);
    }
    println!("1,000 damaged files: {n_events} events, {n_bad} bad records");
    assert!(n_events > 1_000 && n_bad > 100);
}

#[test]
fn a_chunk_can_go_to_another_thread() {
    fn is_send<T: Send + 'static>(_: &T) {}
    let chunk = rich_chunk();
    let mut buf = ChunkBuf::new();
    ChunkReader::new(&chunk[..]).expect("bytes").read_chunk(&mut buf).expect("bytes");
    is_send(&buf);
    is_send(&Decoder::new());
    std::thread::scope(|scope| {
        let found = Chunk::parse(&chunk, 0).expect("a chunk");
        let read = scope.spawn(move || {
            let mut decoder = Decoder::new();
            let mut events = decoder.events(found);
            std::iter::from_fn(|| events.next_event().map(|event| event.is_ok())).count()
        });
        assert_eq!(read.join().expect("no panic"), 5);
    });
}
