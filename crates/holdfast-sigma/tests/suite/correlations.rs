//! Correlations: each type with what makes it hold and what does not, groups, aliases, chains and bounds.

use holdfast_sigma::{Correlator, Limits, Program, Scratch};

use crate::given::{event, rules};

/// Three rules over security events: a failed logon, a logon, and a share looked at.
const RULES: &str = "title: Failed\nid: 0e95725d-7320-415d-80f7-004da920fc12\nname: failed\nlogsource: {product: windows, service: security}\ndetection:\n    s: {EventID: 4625}\n    condition: s\n---\ntitle: Logon\nname: logon\nlogsource: {product: windows, service: security}\ndetection:\n    s: {EventID: 4624}\n    condition: s\n---\ntitle: Share\nname: share\nlogsource: {product: windows, service: security}\ndetection:\n    s: {EventID: 5145}\n    condition: s\n---\n";

/// Runs events, each `seconds id members`, and shows what each correlation hit said: `second:title group value`.
#[track_caller]
fn run(correlations: &str, events: &[&str], limits: Limits) -> (Vec<String>, u64) {
    let set = rules(&format!("{RULES}{correlations}"));
    assert!(set.rejected.is_empty(), "{:?}", set.rejected);
    let program = Program::compile(set);
    let mut correlator = Correlator::new(&program, limits);
    let mut scratch = Scratch::new();
    let mut shown = Vec::new();
    for (n, line) in events.iter().enumerate() {
        let mut words = line.splitn(3, ' ');
        let at: i64 = words.next().unwrap().parse().unwrap();
        let (id, members) = (words.next().unwrap(), words.next().unwrap_or("\"x\":1"));
        let event = event(&program, &format!(r#"{{"Channel":"Security","EventID":{id},{members}}}"#));
        let hits = program.matches(&event, &mut scratch).to_vec();
        for hit in correlator.observe(&program, &event, &hits, at * 1_000_000, n as u64) {
            let title = &program.rules().correlations[hit.correlation].about.title;
            assert_eq!(hit.events.last(), Some(&(n as u64)));
            shown.push(format!("{at}:{title} [{}] {}", hit.group.join(","), hit.value));
        }
    }
    (shown, correlator.n_forgotten())
}

#[track_caller]
fn check(correlation: &str, events: &[&str], expected: &[&str]) {
    let indented: String = correlation.lines().map(|line| format!("    {line}\n")).collect();
    let (shown, _) = run(&format!("title: C\nname: c\ncorrelation:\n{indented}"), events, Limits::default());
    assert_eq!(shown, expected, "{correlation}");
}

#[test]
fn event_count() {
    let three = "type: event_count\nrules: [failed]\ngroup-by: [User]\ntimespan: 10s\ncondition: {gte: 3}";
    let (a, b) = (r#"4625 "User":"eve""#, r#"4625 "User":"bob""#);
    let at = |n: i64, what: &str| format!("{n} {what}");
    let events = [at(0, a), at(1, a), at(2, b), at(3, a), at(4, a), at(5, "4624 \"User\":\"eve\"")];
    check(three, &events.each_ref().map(String::as_str), &["3:C [eve] 3"]);
    // Too far apart, then near enough; it says so again only after it had ceased to hold.
    let events = [at(0, a), at(6, a), at(12, a), at(13, a), at(50, a), at(51, a), at(52, a)];
    check(three, &events.each_ref().map(String::as_str), &["13:C [eve] 3", "52:C [eve] 3"]);
    // Exactly a timespan apart is within.
    let events = [at(0, a), at(5, a), at(10, a)];
    check(three, &events.each_ref().map(String::as_str), &["10:C [eve] 3"]);
    // An event without the group's field belongs to no group; case does not part groups.
    check(three, &["0 4625", "0 4625", "0 4625"], &[]);
    check(
        three,
        &["0 4625 \"User\":\"A\"", "0 4625 \"User\":\"a\"", "0 4625 \"User\":\"A\""],
        &["0:C [A] 3"],
    );
    let no_group = "type: event_count\nrules: [failed, logon]\ntimespan: 1m\ncondition: {eq: 2}";
    check(no_group, &["0 4625", "1 4624"], &["1:C [] 2"]);
    let range = "type: event_count\nrules: [failed]\ntimespan: 1m\ncondition: {gt: 1, lte: 3}";
    check(range, &["0 4625", "1 4625", "2 4625", "3 4625"], &["1:C [] 2"]);
}

#[test]
fn value_count() {
    let users = "type: value_count\nrules: [failed]\ngroup-by: [Computer]\ntimespan: 1d\ncondition: {field: User, gte: 3}";
    let of = |user: &str| format!(r#"0 4625 "Computer":"dc","User":"{user}""#);
    let events = [of("a"), of("b"), of("A"), of("b"), of("c")];
    check(users, &events.each_ref().map(String::as_str), &["0:C [dc] 3"]);
    let events = [of("a"), of("b"), "90000 4625 \"Computer\":\"dc\",\"User\":\"c\"".to_owned()];
    check(users, &events.each_ref().map(String::as_str), &[]);
    check(users, &["0 4625 \"Computer\":\"dc\""], &[]);
}

#[test]
fn temporal() {
    let all = "type: temporal\nrules: [failed, logon, share]\ngroup-by: [User]\ntimespan: 5m";
    let at = |n: i64, id: u32| format!(r#"{n} {id} "User":"eve""#);
    let events = [at(0, 5145), at(10, 4624), at(20, 4625)];
    check(all, &events.each_ref().map(String::as_str), &["20:C [eve] 3"]);
    let events = [at(0, 5145), at(10, 4624), at(301, 4625)];
    check(all, &events.each_ref().map(String::as_str), &[]);
    let two = format!("{all}\ncondition: {{gte: 2}}");
    check(&two, &events.each_ref().map(String::as_str), &["10:C [eve] 2"]);
    let words = format!("{all}\ncondition: share and (failed or logon)");
    check(&words, &events.each_ref().map(String::as_str), &["10:C [eve] 2"]);
}

#[test]
fn temporal_ordered() {
    let ordered = "type: temporal_ordered\nrules: [failed, logon]\ngroup-by: [User]\ntimespan: 1h";
    let at = |n: i64, id: u32| format!(r#"{n} {id} "User":"eve""#);
    let events = [at(0, 4625), at(10, 4624)];
    check(ordered, &events.each_ref().map(String::as_str), &["10:C [eve] 2"]);
    let events = [at(0, 4624), at(10, 4625)];
    check(ordered, &events.each_ref().map(String::as_str), &[]);
    let events = [at(0, 4624), at(10, 4625), at(20, 4624)];
    check(ordered, &events.each_ref().map(String::as_str), &["20:C [eve] 2"]);
    // A late one takes its place by its own time: the logon was between the failures.
    let set = rules(&format!(
        "{RULES}title: C\ncorrelation:\n{}",
        ordered.lines().map(|l| format!("    {l}\n")).collect::<String>()
    ));
    let program = Program::compile(set);
    let mut correlator = Correlator::new(&program, Limits::default());
    let mut scratch = Scratch::new();
    let mut hits = Vec::new();
    for (at, id) in [(0, 4625), (30, 4625), (20, 4624)] {
        let event = event(&program, &format!(r#"{{"Channel":"Security","EventID":{id},"User":"eve"}}"#));
        let rules = program.matches(&event, &mut scratch).to_vec();
        hits.extend(correlator.observe(&program, &event, &rules, at * 1_000_000, at as u64));
    }
    assert_eq!(hits.iter().map(|h| (h.first_us, h.last_us)).collect::<Vec<_>>(), [(0, 30_000_000)]);
}

#[test]
fn sums_means_percentiles_and_middles() {
    let of = |n: u32| format!(r#"0 5145 "Bytes":{n}"#);
    let events = [of(10), of(20), of(60), of(1000)];
    let events = events.each_ref().map(String::as_str);
    let with = |kind: &str, more: &str| {
        format!("type: {kind}\nrules: [share]\ntimespan: 1m\ncondition: {{field: Bytes, {more}}}")
    };
    check(&with("value_sum", "gt: 80"), &events, &["0:C [] 90"]);
    check(&with("value_avg", "gte: 30"), &events, &["0:C [] 30"]);
    check(&with("value_median", "eq: 40"), &events, &["0:C [] 40"]);
    check(&with("value_percentile", "percentile: 75, eq: 60"), &events, &["0:C [] 60"]);
    check(&with("value_sum", "gt: 0"), &["0 5145 \"Bytes\":\"many\"", "0 5145"], &[]);
}

#[test]
fn aliases_give_fields_one_name() {
    let alias = "type: temporal\nrules: [failed, logon]\ngroup-by: [address]\ntimespan: 10s\naliases:\n    address:\n        failed: IpAddress\n        logon: Source";
    check(
        alias,
        &["0 4625 \"IpAddress\":\"10.0.0.1\"", "1 4624 \"Source\":\"10.0.0.1\""],
        &["1:C [10.0.0.1] 2"],
    );
    check(alias, &["0 4625 \"IpAddress\":\"10.0.0.1\"", "1 4624 \"Source\":\"10.0.0.2\""], &[]);
    check(alias, &["0 4625 \"Source\":\"10.0.0.1\"", "1 4624 \"Source\":\"10.0.0.1\""], &[]);
}

#[test]
fn correlations_build_on_correlations() {
    let chain = "title: Then\ncorrelation:\n    type: temporal_ordered\n    rules: [many, logon]\n    group-by: [User]\n    timespan: 1h\n---\ntitle: Many\nname: many\ncorrelation:\n    type: event_count\n    rules: [failed]\n    group-by: [User, Computer]\n    timespan: 1m\n    condition: {gte: 2}\n";
    let at = |n: i64, id: u32| format!(r#"{n} {id} "User":"eve","Computer":"dc""#);
    let events = [at(0, 4624), at(1, 4625), at(2, 4625), at(3, 4625), at(9, 4624)];
    let (shown, _) = run(chain, &events.each_ref().map(String::as_str), Limits::default());
    assert_eq!(shown, ["2:Many [eve,dc] 2", "9:Then [eve] 2"]);
}

#[test]
fn memory_is_bounded_and_what_is_forgotten_is_counted() {
    let three = "title: C\ncorrelation:\n    type: event_count\n    rules: [failed]\n    group-by: [User]\n    timespan: 1h\n    condition: {gte: 3}\n";
    let events: Vec<String> = (0..500).map(|n| format!(r#"{n} 4625 "User":"u{n}""#)).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let (shown, forgotten) = run(three, &events, Limits { max_groups: 20, max_entries: 5 });
    assert!(shown.is_empty() && forgotten > 400, "{forgotten}");
    let same: Vec<&str> = vec![r#"1 4625 "User":"u""#; 50];
    let (shown, forgotten) = run(three, &same, Limits { max_groups: 20, max_entries: 5 });
    assert_eq!((shown.len(), forgotten), (1, 45));
}

#[test]
fn what_is_refused_says_why() {
    #[track_caller]
    fn refused(correlation: &str, why: &str) {
        let indented: String = correlation.lines().map(|line| format!("    {line}\n")).collect();
        let set = rules(&format!("{RULES}title: C\nname: c\ncorrelation:\n{indented}"));
        let found: Vec<&str> = set.rejected.iter().map(|r| r.what.as_str()).collect();
        assert_eq!(found, [why], "{correlation}");
        assert!(set.correlations.is_empty() && set.rules.len() == 3);
    }
    let rest = "rules: [failed]\ntimespan: 1m\ncondition: {gte: 1}";
    refused(rest, "the correlation has no `type`");
    refused(&format!("type: often\n{rest}"), "`often` is no type of correlation");
    refused("type: event_count\ntimespan: 1m\ncondition: {gte: 1}", "the correlation names no `rules`");
    refused("type: event_count\nrules: [failed]\ncondition: {gte: 1}", "the correlation has no `timespan`");
    refused(
        "type: event_count\nrules: [failed]\ntimespan: soon\ncondition: {gte: 1}",
        "`soon` is no timespan like `30s`, `5m`, `1h` or `7d`",
    );
    refused("type: event_count\nrules: [failed]\ntimespan: 1m", "the correlation has no `condition`");
    refused(
        "type: value_count\nrules: [failed]\ntimespan: 1m\ncondition: {gte: 1}",
        "the condition names no `field`",
    );
    refused(
        "type: event_count\nrules: [nobody]\ntimespan: 1m\ncondition: {gte: 1}",
        "the correlation is about `nobody`, which is not loaded",
    );
    refused(
        "type: event_count\nrules: [c]\ntimespan: 1m\ncondition: {gte: 1}",
        "the correlation is about `c`, which builds on itself, or on one that was refused",
    );
    refused(
        "type: temporal\nrules: [failed, logon]\ntimespan: 1m\ncondition: share",
        "the condition names `share`, which is not among `rules`",
    );
    refused(
        "type: event_count\nrules: [failed]\ntimespan: 1m\ncondition: {about: 1}",
        "`about` is no condition of a correlation",
    );
}
