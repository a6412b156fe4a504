//! Tickets: secrets that serve once and for a time. A link sent by mail is one; so is the step between two pages of
//! signing in.

use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;

use super::Accounts;
use super::secret::{Secret, digest};
use crate::journal::db::{Tx, execute, execute_in, on};
use crate::journal::{Result, stored_id, words};
use crate::value::{Id, folded_mail};

words! {
    /// What a ticket is good for.
    Purpose {
        /// Choosing another password.
        Password = "password",
        /// Choosing the first password: whoever asks for another one in somebody's name voids no invitation.
        Invitation = "invitation",
        /// Giving the code that follows the password.
        SecondStep = "second_step",
        /// Setting up the second step.
        Setup = "setup",
        /// Confirming a partnership for a party that has no account.
        Confirm = "confirm",
        /// Seeing what is held about a mailbox's holder.
        Persons = "persons",
        /// Taking another mail address.
        Address = "address",
        /// Coming back from the identity provider.
        Provider = "provider",
    }
}

/// What a ticket says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The account that it is for.
    pub account: Option<Id>,
    /// What else it holds.
    pub body: String,
}

#[derive(FromRow)]
struct Row {
    account: Option<String>,
    body: String,
}

impl Row {
    fn ticket(self) -> Result<Ticket> {
        let account = self.account.as_deref().map(stored_id).transpose()?;
        Ok(Ticket { account, body: self.body })
    }
}

impl Accounts {
    /// Makes a ticket. An account has one for each purpose: the one before it is void.
    pub async fn issue(
        &self,
        purpose: Purpose,
        account: Id,
        body: &str,
        lasts: Duration,
        now: DateTime<Utc>,
    ) -> Result<Secret> {
        let secret = Secret::draw();
        let account = account.to_string();
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM ticket WHERE purpose = $1 AND account = $2";
        execute_in!(&mut tx, sql, purpose.as_str(), &account);
        let sql = "INSERT INTO ticket (token, purpose, account, body, expires) VALUES ($1, $2, $3, $4, $5)";
        let expires = (now + lasts).timestamp_millis();
        execute_in!(&mut tx, sql, digest(secret.reveal()), purpose.as_str(), account, body, expires);
        tx.commit().await?;
        Ok(secret)
    }

    /// Makes a ticket like [`Accounts::issue`], but not where one with this very body was made less than `rest` ago and is
    /// still good: `None`, and that one stays good.
    pub async fn issue_once(
        &self,
        purpose: Purpose,
        account: Id,
        body: &str,
        (lasts, rest): (Duration, Duration),
        now: DateTime<Utc>,
    ) -> Result<Option<Secret>> {
        let secret = Secret::draw();
        let account = account.to_string();
        let mut tx = self.db.begin().await?;
        // One after the other: of two who ask at the same moment, one finds the other's.
        execute_in!(&mut tx, "UPDATE account SET active = active WHERE id = $1", &account);
        let sql = "DELETE FROM ticket WHERE purpose = $1 AND account = $2 AND (body <> $3 OR expires <= $4)";
        let oldest = (now + lasts - rest).timestamp_millis();
        execute_in!(&mut tx, sql, purpose.as_str(), &account, body, oldest);
        let sql = "INSERT INTO ticket (token, purpose, account, body, expires) SELECT $1, $2, $3, $4, $5
            WHERE NOT EXISTS (SELECT 1 FROM ticket WHERE purpose = $2 AND account = $3)";
        let expires = (now + lasts).timestamp_millis();
        let made = execute_in!(&mut tx, sql, digest(secret.reveal()), purpose.as_str(), account, body, expires);
        tx.commit().await?;
        Ok((made == 1).then_some(secret))
    }

    /// Makes a ticket of a secret that is nobody's yet.
    pub async fn keep(
        &self,
        purpose: Purpose,
        secret: &Secret,
        body: &str,
        lasts: Duration,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let sql = "INSERT INTO ticket (token, purpose, body, expires) VALUES ($1, $2, $3, $4)";
        let expires = (now + lasts).timestamp_millis();
        execute!(self.db, sql, digest(secret.reveal()), purpose.as_str(), body, expires);
        Ok(())
    }

    /// What a ticket says, if it is good; it stays so.
    pub async fn ticket(&self, purpose: Purpose, secret: &str, now: DateTime<Utc>) -> Result<Option<Ticket>> {
        let sql = "SELECT account, body FROM ticket WHERE token = $1 AND purpose = $2 AND expires > $3";
        let row: Option<Row> = on!(self.db.reader(), pool => sqlx::query_as(sql).bind(digest(secret))
            .bind(purpose.as_str()).bind(now.timestamp_millis()).fetch_optional(pool).await?);
        row.map(Row::ticket).transpose()
    }

    /// What a ticket says, if it is good; it is void from then on.
    pub async fn redeem(&self, purpose: Purpose, secret: &str, now: DateTime<Utc>) -> Result<Option<Ticket>> {
        let mut tx = self.db.begin().await?;
        let ticket = Accounts::redeem_in(&mut tx, purpose, secret, now).await?;
        tx.commit().await?;
        Ok(ticket)
    }

    /// The same within a transaction that the caller commits.
    pub async fn redeem_in(tx: &mut Tx, purpose: Purpose, secret: &str, now: DateTime<Utc>) -> Result<Option<Ticket>> {
        let sql = "DELETE FROM ticket WHERE token = $1 AND purpose = $2 AND expires > $3 RETURNING account, body";
        let row: Option<Row> = on!(tx, tx => sqlx::query_as(sql).bind(digest(secret)).bind(purpose.as_str())
            .bind(now.timestamp_millis()).fetch_optional(&mut **tx).await?);
        row.map(Row::ticket).transpose()
    }

    /// Deletes the links to what is held under a mail address, in whatever case it is written.
    pub async fn forget_links(&self, mail: &str) -> Result<()> {
        let (sql, mail) = ("SELECT token, body FROM ticket WHERE purpose = $1", folded_mail(mail));
        let mut tx = self.db.begin().await?;
        let links: Vec<(String, String)> = on!(&mut tx, tx =>
            sqlx::query_as(sql).bind(Purpose::Persons.as_str()).fetch_all(&mut **tx).await?);
        // Not in SQL: SQLite folds the letters of ASCII alone.
        for (token, _) in links.iter().filter(|(_, to)| folded_mail(to) == mail) {
            execute_in!(&mut tx, "DELETE FROM ticket WHERE token = $1", token);
        }
        tx.commit().await?;
        Ok(self.db.fold_log().await?)
    }

    /// Deletes the tickets that nobody used in time.
    pub async fn forget_tickets(&self, now: DateTime<Utc>) -> Result<u64> {
        Ok(execute!(self.db, "DELETE FROM ticket WHERE expires <= $1", now.timestamp_millis()))
    }
}
