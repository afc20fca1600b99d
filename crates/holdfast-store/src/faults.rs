//! Faults the file itself can have, made on purpose: a full disk, a row of nonsense, an edited log. Tests only.

use holdfast_core::model::{AccountId, EmailAddress};
use insta::assert_snapshot;
use serde_json::json;
use sqlx::Executor;

use crate::nouns::*;
use crate::testing::store;
use crate::{AuditCheck, StoreError};

fn email(n: i64) -> EmailAddress {
    EmailAddress::parse(&format!("p{n}@fixture.example")).expect("an address")
}

#[tokio::test]
async fn a_full_disk_loses_only_what_was_being_saved() {
    let (_dir, store) = store().await;
    let mut write = store.write().await.expect("a write");
    write.add_account(AccountId(1), "Kept", &email(1), 1).await.expect("room for one");
    write.commit().await.expect("kept");
    // SQLite gives the same error for this limit as for a disk with no room.
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(store.writer()).await.expect("pages");
    let limit = format!("PRAGMA max_page_count = {}", pages + 2);
    store.writer().execute(sqlx::AssertSqlSafe(limit)).await.expect("a limit");

    let mut write = store.write().await.expect("a write");
    write.add_account(AccountId(2), "Lost", &email(2), 2).await.expect("room for one");
    let full = write.add_ceremony("big", "test", &json!("x".repeat(100_000)), 5).await.expect_err("no room");
    assert!(matches!(full, StoreError::DiskFull { .. }), "{full:?}");
    assert_snapshot!(full, @"the disk is full; free some space and try again (what was being saved was not saved, nothing else is lost)");
    // A caller that goes on regardless does not get half a write.
    let after = write.add_account(AccountId(3), "Half", &email(3), 3).await.expect_err("broken off");
    assert_snapshot!(after, @"an earlier error ended this write and nothing of it was kept; start it again from the beginning");
    assert!(write.commit().await.is_err());
    store.writer().execute("PRAGMA max_page_count = 1000000").await.expect("room again");
    let mut write = store.write().await.expect("the writer works again");
    assert_eq!(write.n_accounts().await.expect("a count"), 1);
    write.add_account(AccountId(2), "Again", &email(2), 3).await.expect("room");
    write.commit().await.expect("kept");
    store.check_whole().await.expect("sound");
}

#[tokio::test]
async fn an_unreadable_row_is_named() {
    let (_dir, store) = store().await;
    let mut write = store.write().await.expect("a write");
    write.add_account(AccountId(41), "Fixture Person", &email(1), 1).await.expect("an account");
    write
        .connection_for_tests()
        .execute("UPDATE account SET email = 'nobody' WHERE id = 41")
        .await
        .expect("nonsense");
    let error = write.account(AccountId(41)).await.expect_err("unreadable");
    assert_snapshot!(error, @"table `account`, row `41`: column `email` cannot be read; restore it from a backup, or install the release that wrote it");
    let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert_snapshot!(source, @"`nobody` is not an e-mail address; write it like name@hospital.org");
}

#[tokio::test]
async fn the_log_refuses_changes_and_shows_those_made_by_force() {
    let (_dir, store) = store().await;
    let mut write = store.write().await.expect("a write");
    for n in 1..=5 {
        write.add_audit("operator", "test", "store", &json!({ "n": n }), n).await.expect("an entry");
    }
    for sql in ["UPDATE audit SET actor = 'someone else' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"] {
        let refused: StoreError =
            write.connection_for_tests().execute(sql).await.expect_err("refused").into();
        assert!(matches!(refused, StoreError::Refused { what } if what == "the audit log is only added to"));
    }
    assert!(matches!(write.check_audit().await.expect("a check"), AuditCheck::Whole(h) if h.seq == 5));
    for (sql, wrong) in [
        ("UPDATE audit SET actor = 'someone else' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 5", 4),
        ("DELETE FROM audit WHERE seq = 1", 1),
    ] {
        write.connection_for_tests().execute("UPDATE meta SET restoring = 1").await.expect("by force");
        write.connection_for_tests().execute(sql).await.expect("by force");
        assert!(
            matches!(write.check_audit().await.expect("a check"), AuditCheck::Broken { seq, .. } if seq == wrong),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn a_duplicate_says_what_is_there_already() {
    let (_dir, store) = store().await;
    let mut write = store.write().await.expect("a write");
    write.add_account(AccountId(1), "One", &email(1), 1).await.expect("an account");
    let error = write.add_account(AccountId(2), "Two", &email(1), 1).await.expect_err("refused");
    assert_snapshot!(error, @"`account.email` is there already; load it and change that one");
}
