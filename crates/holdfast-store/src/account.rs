//! People with a sign-in, and the roles they were given. It does not say what a role may do.

use async_trait::async_trait;
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, Role};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    BY_ID = "SELECT id, name, email, created_at_ms, disabled_at_ms FROM account WHERE id = $1";
    BY_EMAIL = "SELECT id, name, email, created_at_ms, disabled_at_ms FROM account WHERE email = $1";
    COUNT = "SELECT count(*) FROM account";
    GRANTS = "SELECT seq, account_id, role, ccn, granted_at_ms, granted_by, revoked_at_ms FROM role_grant
        WHERE account_id = $1 AND revoked_at_ms IS NULL ORDER BY seq";
    GRANTS_EVER = "SELECT seq, account_id, role, ccn, granted_at_ms, granted_by, revoked_at_ms FROM role_grant
        WHERE account_id = $1 ORDER BY seq";
    PEOPLE_AT = "SELECT a.id, a.name, a.email, a.created_at_ms, a.disabled_at_ms,
            g.seq, g.account_id, g.role, g.ccn, g.granted_at_ms, g.granted_by, g.revoked_at_ms
        FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.ccn = $1 AND g.revoked_at_ms IS NULL ORDER BY a.name, a.id, g.seq";
    ADD = "INSERT INTO account (id, name, email, created_at_ms) VALUES ($1, $2, $3, $4)";
    RENAME = "UPDATE account SET name = $2 WHERE id = $1";
    CHANGE_EMAIL = "UPDATE account SET email = $2 WHERE id = $1";
    DISABLE = "UPDATE account SET disabled_at_ms = $2 WHERE id = $1";
    GIVE = "INSERT INTO role_grant (account_id, role, ccn, granted_at_ms, granted_by) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id, role, ccn) WHERE revoked_at_ms IS NULL DO NOTHING";
    TAKE = "UPDATE role_grant SET revoked_at_ms = $4
        WHERE account_id = $1 AND role = $2 AND ccn = $3 AND revoked_at_ms IS NULL";
}

/// A person with a sign-in.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// Where mail goes; no two accounts share one.
    pub email: EmailAddress,
    /// When it was made.
    pub created_at_ms: i64,
    /// Since when it cannot sign in.
    pub disabled_at_ms: Option<i64>,
}

impl std::fmt::Debug for Account {
    /// People stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.id)
    }
}

/// A role given to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who has it.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// At which hospital; `None` for a role at the program.
    pub ccn: Option<Ccn>,
    /// When it was given.
    pub granted_at_ms: i64,
    /// By whom; `None` for the operator's one-time link.
    pub granted_by: Option<AccountId>,
    /// When it was taken; `None` while it is in force.
    pub revoked_at_ms: Option<i64>,
}

/// A person with one of their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub account: Account,
    /// The role, in force.
    pub grant: Grant,
}

/// Reads people and their roles.
#[async_trait]
pub trait Accounts {
    /// An account by id.
    async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError>;
    /// An account by address.
    async fn account_by_email(&mut self, email: &EmailAddress) -> Result<Option<Account>, StoreError>;
    /// How many accounts there are, disabled ones too. 0 means nobody has used the operator's link.
    async fn n_accounts(&mut self) -> Result<u32, StoreError>;
    /// The roles of a person in force, oldest first.
    async fn grants(&mut self, account: AccountId) -> Result<Vec<Grant>, StoreError>;
    /// Every role a person was ever given, oldest first.
    async fn grants_ever(&mut self, account: AccountId) -> Result<Vec<Grant>, StoreError>;
    /// The people of a hospital, by name, one entry a role in force. Assessors given the hospital are among them.
    async fn people(&mut self, scope: HospitalScope) -> Result<Vec<Person>, StoreError>;
    /// The people of the program itself, by name, one entry a role in force.
    async fn program_people(&mut self) -> Result<Vec<Person>, StoreError>;
}

#[async_trait]
impl<C: Connected> Accounts for C {
    async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(account).transpose()
    }

    async fn account_by_email(&mut self, email: &EmailAddress) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(BY_EMAIL).bind(email.as_str()).fetch_optional(self.connection()).await?;
        row.as_ref().map(account).transpose()
    }

    async fn n_accounts(&mut self) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(COUNT).fetch_one(self.connection()).await?)
    }

    async fn grants(&mut self, account: AccountId) -> Result<Vec<Grant>, StoreError> {
        let rows = sqlx::query(GRANTS).bind(account.0).fetch_all(self.connection()).await?;
        rows.iter().map(grant).collect()
    }

    async fn grants_ever(&mut self, account: AccountId) -> Result<Vec<Grant>, StoreError> {
        let rows = sqlx::query(GRANTS_EVER).bind(account.0).fetch_all(self.connection()).await?;
        rows.iter().map(grant).collect()
    }

    async fn people(&mut self, scope: HospitalScope) -> Result<Vec<Person>, StoreError> {
        let rows =
            sqlx::query(PEOPLE_AT).bind(scope.ccn().as_str().to_owned()).fetch_all(self.connection()).await?;
        rows.iter().map(|row| Ok(Person { account: account(row)?, grant: grant(row)? })).collect()
    }

    async fn program_people(&mut self) -> Result<Vec<Person>, StoreError> {
        let rows = sqlx::query(PEOPLE_AT).bind("").fetch_all(self.connection()).await?;
        rows.iter().map(|row| Ok(Person { account: account(row)?, grant: grant(row)? })).collect()
    }
}

impl Write {
    /// Adds an account. [`StoreError::Duplicate`] when the address has one.
    pub async fn add_account(
        &mut self,
        id: AccountId,
        name: &str,
        email: &EmailAddress,
        now_ms: i64,
    ) -> Result<Account, StoreError> {
        sqlx::query(ADD)
            .bind(id.0)
            .bind(name)
            .bind(email.as_str())
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        let (name, email) = (name.to_owned(), email.clone());
        Ok(Account { id, name, email, created_at_ms: now_ms, disabled_at_ms: None })
    }

    /// Changes a name. False when there is no such account.
    pub async fn rename_account(&mut self, id: AccountId, name: &str) -> Result<bool, StoreError> {
        let done = sqlx::query(RENAME).bind(id.0).bind(name).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Changes an address. [`StoreError::Duplicate`] when another account has it; false when there is no such account.
    pub async fn change_email(&mut self, id: AccountId, email: &EmailAddress) -> Result<bool, StoreError> {
        let done =
            sqlx::query(CHANGE_EMAIL).bind(id.0).bind(email.as_str()).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Stops an account from signing in, or with `None` lets it again. False when there is no such account.
    pub async fn disable_account(
        &mut self,
        id: AccountId,
        disabled_at_ms: Option<i64>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(DISABLE).bind(id.0).bind(disabled_at_ms).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives a role at the program (`ccn` is `None`) or at a hospital. False when it is in force already.
    pub async fn give_role(
        &mut self,
        account: AccountId,
        role: Role,
        ccn: Option<Ccn>,
        by: Option<AccountId>,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(GIVE)
            .bind(account.0)
            .bind(role.key())
            .bind(place(ccn))
            .bind(now_ms)
            .bind(by.map(|b| b.0))
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes a role. False when it was not in force.
    pub async fn take_role(
        &mut self,
        account: AccountId,
        role: Role,
        ccn: Option<Ccn>,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(TAKE)
            .bind(account.0)
            .bind(role.key())
            .bind(place(ccn))
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn place(ccn: Option<Ccn>) -> String {
    ccn.map(|c| c.as_str().to_owned()).unwrap_or_default()
}

fn account(row: &SqliteRow) -> Result<Account, StoreError> {
    let at = At::new(row, "account", "id");
    Ok(Account {
        id: AccountId(at.get("id")?),
        name: at.get("name")?,
        email: at.parse("email", EmailAddress::parse)?,
        created_at_ms: at.get("created_at_ms")?,
        disabled_at_ms: at.get("disabled_at_ms")?,
    })
}

fn grant(row: &SqliteRow) -> Result<Grant, StoreError> {
    let at = At::new(row, "role_grant", "seq");
    Ok(Grant {
        account: AccountId(at.get("account_id")?),
        role: at.known("role", Role::from_key)?,
        ccn: at.ccn("ccn")?,
        granted_at_ms: at.get("granted_at_ms")?,
        granted_by: at.get::<Option<i64>>("granted_by")?.map(AccountId),
        revoked_at_ms: at.get("revoked_at_ms")?,
    })
}
