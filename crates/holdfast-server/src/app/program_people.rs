//! The program's own people: a role taken, and someone locked out let back in. Inviting them is `invitations`.

use holdfast_core::model::{AccountId, EmailAddress, Role};
use holdfast_store::Accounts;
use serde_json::json;

use super::audit::{By, about_account};
use super::{App, AppError};

impl App {
    /// Takes a role at the program. The last person who runs the program keeps theirs.
    pub async fn take_program_role(
        &self,
        by: AccountId,
        account: AccountId,
        role: Role,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let people = write.program_people().await?;
        let another = people.iter().any(|p| {
            p.grant.role == Role::ProgramOffice
                && p.account.id != account
                && p.account.disabled_at_ms.is_none()
        });
        if role == Role::ProgramOffice && !another {
            return Err(AppError::refused(
                "This is the last person who runs the program. Invite another one first.",
            ));
        }
        if write.take_role(account, role, None, now_ms).await? {
            let detail = json!({ "role": role.key() });
            self.audit(&mut write, By::Account(by), "role.take", &about_account(account), detail).await?;
            write.revoke_sessions(account, None, now_ms).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Mails anyone a link to get back in, after the office has called them back on a number on file.
    ///
    /// False when no account that may sign in has the address.
    pub async fn let_anyone_back_in(&self, by: AccountId, email: &EmailAddress) -> Result<bool, AppError> {
        let mut write = self.store.write().await?;
        let Some(person) = write.account_by_email(email).await?.filter(|a| a.disabled_at_ms.is_none()) else {
            return Ok(false);
        };
        if person.id == by {
            return Err(AppError::refused("You are signed in. Add a passkey on your account page."));
        }
        self.post_lock_out_link(&mut write, &person, by).await?;
        write.commit().await?;
        Ok(true)
    }
}
