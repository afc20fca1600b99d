//! `holdfast badges`: keys listed, and none withdrawn that is not there.

use crate::running::Portal;
use crate::{folder, run};

#[test]
fn there_is_no_key_before_the_first_badge_and_none_is_made_by_asking() {
    let dir = folder();
    let data = dir.path().join("data");
    run(&data, &["badges", "keys"]).ended(1).says("there is no data in");
    drop(Portal::start(&data));
    run(&data, &["badges", "keys"]).ended(0).says("No key yet");
    assert!(!data.join("badges.key").exists());
    run(&data, &["badges", "withdraw-key", "nobody"]).ended(4).says("there is no key `nobody`");
    run(&data, &["badges"]).ended(2);
}
