//! Any bytes as a log file, and as the content of a record: events that can be read and shown, or a reason and a place.
#![no_main]

use holdfast_evtx::{Chunk, ChunkBuf, ChunkReader, Decoder, Step, SystemField};
use libfuzzer_sys::fuzz_target;

fn read(chunk: Chunk<'_>, decoder: &mut Decoder) {
    let mut out = Vec::new();
    let mut events = decoder.events(chunk);
    while let Some(event) = events.next_event() {
        let Ok(event) = event else { continue };
        for field in event.fields() {
            out.clear();
            field.value.append_text(&mut out);
            let text = std::str::from_utf8(&out).expect("text is UTF-8");
            assert!(field.value.eq_ignore_ascii_case(text));
        }
        for field in SystemField::ALL {
            let _ = event.system(field).and_then(|value| value.as_u64());
        }
        out.clear();
        if event.append_json(&mut out).is_ok() {
            std::str::from_utf8(&out).expect("JSON is UTF-8");
        }
        out.clear();
        if event.append_xml(&mut out).is_ok() {
            std::str::from_utf8(&out).expect("XML is UTF-8");
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut decoder = Decoder::new();
    let mut reader = ChunkReader::new(bytes).expect("bytes in memory");
    let mut buf = ChunkBuf::new();
    while let Some(step) = reader.read_chunk(&mut buf).expect("bytes in memory") {
        if step == Step::Chunk {
            read(buf.chunk().expect("what was found is a chunk"), &mut decoder);
        }
    }
    // The same bytes behind a chunk's and a record's header, which chance would take long to write.
    let content = bytes.get(..60_000).unwrap_or(bytes);
    let n_bytes = content.len() as u32 + 28;
    let mut chunk = vec![0; 512];
    chunk[..8].copy_from_slice(b"ElfChnk\0");
    chunk[32..40].fill(0xFF);
    chunk.extend([0x2A, 0x2A, 0, 0]);
    chunk.extend(n_bytes.to_le_bytes());
    chunk.extend([1; 16]);
    chunk.extend(content);
    chunk.extend(n_bytes.to_le_bytes());
    read(Chunk::parse(&chunk, 0).expect("a chunk"), &mut decoder);
});
