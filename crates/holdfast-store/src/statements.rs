//! Names SQL statements, so that one test can prepare every one of them. It runs none.

/// Declares the statements of a noun as constants, and lists them for the test below.
///
/// A statement is a constant with `$1` placeholders in the part of SQL that SQLite and PostgreSQL share, so no text
/// from outside can become part of it.
macro_rules! statements {
    ($($name:ident = $sql:expr;)+) => {
        $(const $name: &str = $sql;)+
        #[cfg(test)]
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use statements;

#[cfg(test)]
mod tests {
    use sqlx::{Executor, SqlSafeStr};

    #[tokio::test]
    async fn every_statement_prepares() {
        let (_dir, store) = crate::testing::store().await;
        let mut write = store.write().await.expect("a write");
        for (noun, statements) in crate::statements_by_noun() {
            for (name, sql) in statements {
                let prepared = write.connection_for_tests().prepare(sql.into_sql_str()).await;
                assert!(prepared.is_ok(), "{noun}::{name} does not prepare: {:?}\n{sql}", prepared.err());
                assert!(!sql.contains('?'), "{noun}::{name} uses `?`; write $1");
            }
        }
    }
}
