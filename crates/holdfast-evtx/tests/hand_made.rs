//! Chunks made by hand: what each shape of template and value reads as, and what is left of a damaged one.

mod maker;

use holdfast_evtx::{
    BadRecord, Carved, Chunk, Decoder, Event, PerPlan, PlanId, RecordFault, SystemField, carve,
};
use maker::{Given, Maker, Piece, kind, null, process_event, string, strings};

/// Every event of a chunk, as `read` has it.
fn each<T>(chunk: &[u8], mut read: impl FnMut(&Event<'_>) -> T) -> Vec<Result<T, BadRecord>> {
    each_by(&mut Decoder::new(), chunk, &mut read)
}

fn each_by<T>(
    decoder: &mut Decoder,
    chunk: &[u8],
    read: &mut impl FnMut(&Event<'_>) -> T,
) -> Vec<Result<T, BadRecord>> {
    let mut events = decoder.events(Chunk::parse(chunk, 4096).expect("a chunk"));
    let mut all = Vec::new();
    while let Some(event) = events.next_event() {
        all.push(event.map(|event| read(&event)));
    }
    all
}

/// `name=value` of every field.
fn fields(event: &Event<'_>) -> String {
    let all: Vec<String> =
        event.fields().map(|field| format!("{}={}", event.name(field.name), field.value)).collect();
    all.join(" ")
}

fn json(event: &Event<'_>) -> String {
    let mut out = Vec::new();
    event.append_json(&mut out).expect("JSON");
    String::from_utf8(out).expect("UTF-8")
}

fn xml(event: &Event<'_>) -> String {
    let mut out = Vec::new();
    event.append_xml(&mut out).expect("XML");
    String::from_utf8(out).expect("UTF-8")
}

/// The one event of a chunk with one template.
fn one<T>(
    definition: impl FnOnce(&mut Maker) -> &mut Maker,
    values: &[Given],
    mut read: impl FnMut(&Event<'_>) -> T,
) -> T {
    let mut maker = Maker::new();
    maker.event(1, definition, values);
    each(&maker.chunk(), &mut read).remove(0).expect("an event")
}

#[test]
fn a_process_event_has_its_head_and_its_data() {
    let mut maker = Maker::new();
    process_event(&mut maker, "C:\\a.exe", string("a.exe -x"), string("C:\\b.exe"));
    let chunk = maker.chunk();
    assert!(Chunk::parse(&chunk, 0).expect("a chunk").checksums_ok());
    let read = each(&chunk, |event| {
        assert_eq!((event.event_id(), event.level(), event.record().id), (Some(1), None, 1));
        assert!(event.provider().is_some_and(|p| p.eq_ignore_ascii_case("fixture-provider")));
        assert!(event.channel().is_some_and(|c| c.eq_ignore_ascii_case("FIXTURE/Operational")));
        assert_eq!(event.time().to_string(), "2021-04-22T22:09:04.1234567Z");
        assert_eq!(event.system(SystemField::EventRecordId).and_then(|id| id.as_u64()), Some(77));
        assert!(event.system(SystemField::Qualifiers).is_none() && event.computer().is_none());
        assert_eq!(event.field("Image").map(|v| v.to_string()).as_deref(), Some("C:\\a.exe"));
        assert!(event.field("image").is_none() && event.field("Nothing").is_none());
        (fields(event), json(event))
    });
    let (fields, json) = read.into_iter().next().expect("one").expect("whole");
    assert_eq!(fields, "Image=C:\\a.exe CommandLine=a.exe -x ParentImage=C:\\b.exe");
    assert_eq!(
        json,
        r##"{"Event":{"#attributes":{"xmlns":"urn:event"},"System":{"Provider":{"#attributes":{"Name":"Fixture-Provider"}},"EventID":1,"TimeCreated":{"#attributes":{"SystemTime":"2021-04-22T22:09:04.1234567Z"}},"EventRecordID":77,"Channel":"Fixture/Operational"},"EventData":{"Image":"C:\\a.exe","CommandLine":"a.exe -x","ParentImage":"C:\\b.exe"}}}"##
    );
}

#[test]
fn empty_is_not_absent() {
    let mut maker = Maker::new();
    process_event(&mut maker, "", null(), null());
    process_event(&mut maker, "x", string("\0hidden"), string(""));
    let read: Vec<String> = each(&maker.chunk(), fields).into_iter().map(|e| e.expect("whole")).collect();
    // The parent of the first depends on its slot, which is null; that of the second is there and empty.
    assert_eq!(read, ["Image= CommandLine=", "Image=x CommandLine= ParentImage="]);
}

#[test]
fn data_without_names_is_a_list() {
    let values = [string("first"), string(""), string("third")];
    let read = one(
        |m| {
            m.open("Event", &[]).open("EventData", &[]);
            (0..3).for_each(|slot| {
                m.leaf("Data", &[], &[Piece::Slot(slot)]);
            });
            m.close().close()
        },
        &values,
        |event| (fields(event), json(event)),
    );
    assert_eq!(read.0, "Data=first Data= Data=third");
    assert_eq!(read.1, r##"{"Event":{"EventData":{"Data":{"#text":["first","","third"]}}}}"##);
}

#[test]
fn an_array_is_as_many_elements_as_it_has_items() {
    let values = [strings(&["a", "", "c"]), (kind::U32S, vec![1, 0, 0, 0, 2, 0, 0, 0])];
    let read = one(
        |m| m.open("Event", &[]).open("EventData", &[]).data("Names", 0).data("Numbers", 1).close().close(),
        &values,
        |event| (fields(event), json(event), xml(event)),
    );
    assert_eq!(read.0, "Names=a Names= Names=c Numbers=1 Numbers=2");
    assert_eq!(read.1, r##"{"Event":{"EventData":{"Names":["a","","c"],"Numbers":[1,2]}}}"##);
    assert!(read.2.contains(r#"<Data Name="Names"></Data><Data Name="Names">c</Data>"#), "{}", read.2);
}

#[test]
fn elements_of_user_data_are_fields_by_their_own_names() {
    let read = one(
        |m| {
            m.open("Event", &[])
                .open("UserData", &[])
                .open("LogFileCleared", &[("xmlns", Piece::Text("urn:x"))]);
            m.leaf("SubjectUserName", &[], &[Piece::Slot(0)]);
            m.leaf(
                "Channel",
                &[("Kind", Piece::Text("admin")), ("None", Piece::Optional(2))],
                &[Piece::Slot(1)],
            );
            m.bare("BackupPath", &[]).close().close().close()
        },
        &[string("eve"), string("Security"), null()],
        |event| (fields(event), json(event), xml(event)),
    );
    assert_eq!(read.0, "SubjectUserName=eve Channel_Kind=admin Channel=Security BackupPath=");
    assert_eq!(
        read.1,
        r##"{"Event":{"UserData":{"LogFileCleared":{"#attributes":{"xmlns":"urn:x"},"SubjectUserName":"eve","Channel":{"#attributes":{"Kind":"admin"},"#text":"Security"},"BackupPath":null}}}}"##
    );
    assert!(read.2.contains(r#"<Channel Kind="admin">Security</Channel><BackupPath/>"#), "{}", read.2);
}

#[test]
fn pieces_side_by_side_read_as_one_text() {
    let content = [
        Piece::Text("a<"),
        Piece::Slot(0),
        Piece::Char(0x263A),
        Piece::Entity("amp"),
        Piece::Entity("odd"),
        Piece::CData("]]>"),
    ];
    let read = one(
        |m| m.open("Event", &[]).open("EventData", &[]).leaf("Data", &[], &content).close().close(),
        &[(kind::U32, vec![5, 0, 0, 0])],
        |event| {
            let value = event.field("Data").expect("a field");
            assert!(value.eq_ignore_ascii_case("A<5☺&&odd;]]>") && !value.eq_ignore_ascii_case("a<5☺"));
            (fields(event), json(event), xml(event))
        },
    );
    assert_eq!(read.0, "Data=a<5☺&&odd;]]>");
    assert_eq!(read.1, r##"{"Event":{"EventData":{"Data":{"#text":"a<5☺&&odd;]]>"}}}}"##);
    assert!(read.2.contains("<Data>a&lt;5&#9786;&amp;&odd;<![CDATA[]]]]><![CDATA[>]]></Data>"), "{}", read.2);
}

#[test]
fn a_record_of_plain_elements_is_a_template_too() {
    let mut maker = Maker::new();
    for (id, user) in [("4624", "eve"), ("4625", "bob")] {
        maker.record(|m| {
            m.header()
                .open("Event", &[])
                .open("System", &[])
                .leaf("EventID", &[], &[Piece::Text(id)])
                .close();
            m.open("EventData", &[]).leaf("Data", &[("Name", Piece::Text("User"))], &[Piece::Text(user)]);
            m.leaf("Data", &[("Name", Piece::Text("Port"))], &[Piece::U32(445)])
                .close()
                .close()
                .raw(&[0, 0xEE])
        });
    }
    let plan = |event: &Event<'_>| event.parts().next().and_then(|part| part.plan()).map(|plan| plan.id());
    let read: Vec<_> =
        each(&maker.chunk(), |event| (event.event_id(), fields(event), plan(event), json(event)))
            .into_iter()
            .map(|event| event.expect("whole"))
            .collect();
    assert_eq!((read[0].0, read[0].1.as_str()), (Some(4624), "User=eve Port=445"));
    assert_eq!((read[1].0, read[1].1.as_str()), (Some(4625), "User=bob Port=445"));
    assert_eq!(read[0].2, read[1].2);
    assert!(
        read[1].3.contains(r#"{"EventID":"4625"},"EventData":{"User":"bob","Port":445}"#),
        "{}",
        read[1].3
    );
}

#[test]
fn equal_templates_are_one_plan_wherever_they_lie_and_a_guid_alone_makes_none() {
    let data = |label: &'static str| {
        move |m: &mut Maker| {
            m.event(
                9,
                |m| {
                    m.open("Event", &[]).open("EventData", &[]).data(label, 0).data("Same", 0).close().close()
                },
                &[string("x")],
            );
        }
    };
    let chunk = |n_before: usize, write: &dyn Fn(&mut Maker)| {
        let mut maker = Maker::new();
        if n_before > 0 {
            maker.pad(n_before);
        }
        write(&mut maker);
        maker.chunk()
    };
    let mut decoder = Decoder::new();
    let mut plans = |chunk: &[u8]| -> PlanId {
        let of = &mut |event: &Event<'_>| event.parts().next().and_then(|p| p.plan()).map(|p| p.id());
        each_by(&mut decoder, chunk, of).pop().expect("one").expect("whole").expect("a plan")
    };
    let one = plans(&chunk(0, &data("Here")));
    assert_eq!(plans(&chunk(333, &data("Here"))), one);
    assert_ne!(plans(&chunk(0, &data("There"))), one);
    assert_eq!(plans(&chunk(40, &data("Here"))), one);
    assert_eq!(decoder.names().find("There").map(|name| decoder.names().text(name)), Some("There"));
}

#[test]
fn what_is_kept_for_a_plan_is_made_once() {
    let mut maker = Maker::new();
    for n in 0..5 {
        process_event(&mut maker, &format!("{n}"), null(), null());
    }
    let (mut made, mut kept) = (0, PerPlan::new());
    let chunk = maker.chunk();
    let images: Vec<String> = each(&chunk, |event| {
        let mut found = String::new();
        for part in event.parts() {
            let Some(plan) = part.plan() else { continue };
            let place = *kept.get_or_make(plan, |plan| {
                made += 1;
                plan.fields().iter().position(|spec| event.name(spec.name) == "Image")
            });
            assert_eq!(kept.get(plan.id()), Some(&place));
            if let Some(value) = place.and_then(|index| part.value(index)) {
                found = value.to_string();
            }
            let channel = plan.constant(SystemField::Channel, event.names());
            assert!(channel.is_none_or(|c| c == "Fixture/Operational"));
        }
        found
    })
    .into_iter()
    .map(|event| event.expect("whole"))
    .collect();
    assert_eq!((images.join(" ").as_str(), made), ("0 1 2 3 4", 2));
}

#[test]
fn a_bad_record_costs_that_record_and_is_told_with_its_place() {
    let mut maker = Maker::new();
    for n in 0..4 {
        process_event(&mut maker, &format!("{n}"), null(), null());
    }
    let chunk = maker.chunk();
    let starts: Vec<usize> = Chunk::parse(&chunk, 0)
        .expect("a chunk")
        .records()
        .map(|r| r.expect("whole").offset as usize)
        .collect();
    let check = |change: &dyn Fn(&mut [u8]), expected: &str| {
        let mut damaged = chunk.clone();
        change(&mut damaged[starts[1]..]);
        let read: Vec<String> = each(&damaged, |event| event.record().id.to_string())
            .into_iter()
            .map(|e| e.unwrap_or_else(|bad| format!("[{} {:?} {}]", bad.offset, bad.id, bad.fault)))
            .collect();
        assert_eq!(read.join(" "), expected.replace("AT", &(4096 + starts[1]).to_string()));
    };
    check(&|_| {}, "1 2 3 4");
    check(&|r| r[0] = 0, "1 [AT None no record signature] 3 4");
    check(&|r| r[4..8].fill(0), "1 [AT Some(2) a record of 0 bytes cannot be here] 3 4");
    check(&|r| r[4..8].fill(0xFF), "1 [AT Some(2) a record of 4294967295 bytes cannot be here] 3 4");
    check(&|r| r[28] = 0x77, "1 [AT Some(2) token 0x77 cannot be here] 3 4");
    check(&|r| r[34..38].fill(0xFF), "1 [AT Some(2) it ends before its content does] 3 4");
    check(&|r| r[38..42].fill(0xFF), "1 [AT Some(2) it ends before its content does] 3 4");
    check(&|r| r[44] = 0x7F, "1 [AT Some(2) unknown type of value 0x7f] 3 4");
    // Zeros where a record should start are free space only when no record follows.
    check(&|r| r[..24].fill(0), "1 [AT None no record signature] 3 4");
    check(&|r| r.fill(0), "1");
}

#[test]
fn elements_that_do_not_pair_up_are_refused() {
    let faults = |content: &[u8]| {
        let mut maker = Maker::new();
        maker.record(|m| m.header().raw(content));
        each(&maker.chunk(), |_| ()).remove(0).map_err(|bad| bad.fault)
    };
    let token = |token| Err(RecordFault::Token { token });
    let open = [0x01, 0, 0, 0, 0, 0, 2, 0, 0];
    assert_eq!(faults(&[&open[..], &[0x02, 0x04, 0x00]].concat()), Ok(()));
    assert_eq!(faults(&[&open[..], &[0x02, 0x00]].concat()), Err(RecordFault::Unbalanced));
    assert_eq!(faults(&[&open[..], &[0x00]].concat()), Err(RecordFault::Unbalanced));
    assert_eq!(faults(&[&open[..], &[0x02, 0x04, 0x04]].concat()), Err(RecordFault::Unbalanced));
    assert_eq!(faults(&[&open[..], &[0x04]].concat()), token(0x04));
    assert_eq!(faults(&[&open[..], &[0x05, 0x01, 0, 0]].concat()), token(0x05));
    assert_eq!(faults(&[0x05, 0x01, 0, 0]), token(0x05));
    assert_eq!(faults(&[&open[..], &[0x02, 0x0D, 0, 0, 1]].concat()), token(0x0D));
    assert_eq!(faults(&[0x00, 0x99]), Ok(()));
}

#[test]
fn nesting_has_an_end() {
    let mut maker = Maker::new();
    maker.record(|m| {
        (0..33).for_each(|_| {
            m.open("x", &[]);
        });
        (0..33).fold(m, |m, _| m.close())
    });
    let fault = each(&maker.chunk(), |_| ()).remove(0).map_err(|bad| bad.fault);
    assert_eq!(fault, Err(RecordFault::TooDeep));

    // A value that holds a fragment that holds a value, and so on.
    let nested = |depth: usize| {
        let mut content = vec![0x00];
        for _ in 0..depth {
            let names = [0x01, 0, 0, 0, 0, 0, 2, 0, 0, 0x02].repeat(32);
            let value = [&[0x05, 0x21], &(content.len() as u16).to_le_bytes()[..], &content].concat();
            content = [names, value, vec![0x04; 32], vec![0x00]].concat();
        }
        let mut maker = Maker::new();
        maker.record(|m| m.header().raw(&content));
        each(&maker.chunk(), |event| xml(event).len() + json(event).len()).remove(0).map_err(|bad| bad.fault)
    };
    assert!(nested(4).is_ok());
    assert_eq!(nested(5).map_err(|fault| fault.to_string()), Err("nested too deeply".to_owned()));
}

#[test]
fn an_event_that_would_be_shown_at_a_gigabyte_is_read_and_not_shown() {
    // 1,500 elements that each hold the same 15,000 letters.
    let long = string(&"x".repeat(15_000));
    let read = one(
        |m| {
            m.open("Event", &[]);
            (0..1_500).for_each(|_| {
                m.leaf("d", &[], &[Piece::Slot(0)]);
            });
            m.close()
        },
        &[long],
        |event| {
            let mut out = b"kept".to_vec();
            assert_eq!(event.append_json(&mut out), Err(RecordFault::TooLarge));
            assert_eq!(event.append_xml(&mut out), Err(RecordFault::TooLarge));
            (out, event.fields().count())
        },
    );
    assert_eq!(read, (b"kept".to_vec(), 1_500));
}

#[test]
fn chunks_are_found_wherever_they_stand() {
    let mut maker = Maker::new();
    process_event(&mut maker, "one", null(), null());
    let chunk = maker.chunk();
    let found = |bytes: &[u8]| -> String {
        let told: Vec<String> = carve(bytes)
            .map(|found| match found {
                Carved::Chunk(chunk) => format!("chunk {}+{}", chunk.offset(), chunk.bytes().len()),
                Carved::Gap { offset, n_bytes } => format!("gap {offset}+{n_bytes}"),
            })
            .collect();
        let read = told_by_reader(bytes);
        assert_eq!(told, read);
        told.join(" ")
    };
    let whole = maker::file(&[chunk.clone(), chunk.clone()]);
    assert_eq!(found(&whole), "chunk 4096+65536 chunk 69632+65536");
    assert_eq!(found(&whole[..100_000]), "chunk 4096+65536 chunk 69632+30368");
    assert_eq!(found(&whole[..69_640]), "chunk 4096+65536 gap 69632+8");
    assert_eq!(found(&whole[..4_096]), "");
    assert_eq!(found(&[]), "");
    // Without a header, behind other bytes, with zeros between.
    let carved = [&b"junk"[..], &chunk, &[0; 70_000], &chunk].concat();
    assert_eq!(found(&carved), "gap 0+4 chunk 4+65536 chunk 135540+65536");
    // A chunk that was cut, joined to the next: its header tells where it begins.
    let joined = [&chunk[..2_000], &chunk, b"tail"].concat();
    assert_eq!(found(&joined), "chunk 0+2000 chunk 2000+65536 gap 67536+4");
    assert_eq!(found(&[&chunk[..300], &chunk[..]].concat()), "gap 0+300 chunk 300+65536");
    assert_eq!(found(&[&[1; 200_000][..], &chunk].concat()), "gap 0+200000 chunk 200000+65536");
}

fn told_by_reader(bytes: &[u8]) -> Vec<String> {
    use holdfast_evtx::{ChunkBuf, ChunkReader, Step};
    let mut reader = ChunkReader::new(bytes).expect("bytes in memory");
    let (mut buf, mut told) = (ChunkBuf::new(), Vec::new());
    while let Some(step) = reader.read_chunk(&mut buf).expect("bytes in memory") {
        told.push(match step {
            Step::Gap { offset, n_bytes } => format!("gap {offset}+{n_bytes}"),
            Step::Chunk => {
                let chunk = buf.chunk();
                chunk.map_or_else(
                    |bad| format!("bad {bad}"),
                    |chunk| format!("chunk {}+{}", chunk.offset(), chunk.bytes().len()),
                )
            }
        });
    }
    assert_eq!(reader.position(), bytes.len() as u64);
    told
}

#[test]
fn a_header_that_says_nothing_leaves_all_records() {
    let mut maker = Maker::new();
    for n in 0..3 {
        process_event(&mut maker, &format!("{n}"), null(), null());
    }
    let mut chunk = maker.chunk();
    let count = |chunk: &[u8]| each(chunk, |_| ()).into_iter().filter(Result::is_ok).count();
    chunk[32..40].fill(0xFF);
    chunk[44..56].fill(0);
    assert_eq!(count(&chunk), 3);
    assert!(!Chunk::parse(&chunk, 0).expect("a chunk").checksums_ok());
    chunk[48..52].fill(0xFF);
    assert_eq!(count(&chunk), 3);
    // Cut in the last record: the others are read.
    let end = maker.bytes.len() - 20;
    assert_eq!(count(&chunk[..end]), 2);
    let header = holdfast_evtx::FileHeader::parse(&maker::file(&[chunk])).expect("a header");
    assert_eq!((header.version, header.n_chunks, header.dirty, header.checksum_ok), ((3, 1), 1, false, true));
}
