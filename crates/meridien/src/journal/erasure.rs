//! What was erased for good is remembered by number or by hash, so that a restored backup is told; what waits for a mail
//! address, or opens by it, goes with the last that is held under it. Every way of erasing comes by here.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;

use super::append::{hold_clock, tick};
use super::db::{Tx, execute_in, on};
use super::person::{address_pattern, gives};
use super::{Journal, Person, ProposalState, Result, passage, redact};
use crate::value::{Id, folded_mail};

/// What stands before the identifier of an account that was erased.
pub(super) const ACCOUNT: &str = "account:";
/// What stands before the hash of the address of a request to join that was erased.
pub(super) const REQUEST: &str = "request:";

impl Journal {
    /// Ends the letters and links to a mail address where nothing is held under it any more.
    pub async fn forget_address(&self, mail: &str) -> Result<()> {
        let mut tx = self.db.begin().await?;
        forget(&mut tx, &[folded_mail(mail)].into()).await?;
        tx.commit().await?;
        Ok(self.db.fold_log().await?)
    }

    /// Erases an account, with its name, its address, its sessions, the drafts that it never handed in, its imports that wait
    /// and the letters to it.
    /// The journal keeps its identifier, which then names nobody.
    pub async fn erase_account(&self, id: Id, at: DateTime<Utc>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        erase_account(&mut tx, id, at).await?;
        tx.commit().await?;
        Ok(self.db.fold_log().await?)
    }

    /// Erases a request to join. Requests from its address made before do not come back from a backup.
    pub async fn erase_join_request(&self, id: Id, at: DateTime<Utc>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        hold_clock(&mut tx).await?;
        let mail: Option<String> = on!(&mut tx, tx => sqlx::query_scalar("SELECT email FROM join_request WHERE id = $1")
            .bind(id.to_string()).fetch_optional(&mut **tx).await?);
        let Some(mail) = mail else { return Ok(()) };
        execute_in!(&mut tx, "DELETE FROM join_request WHERE id = $1", id.to_string());
        let sign = request_sign(&redact::key(&mut tx).await?, &mail);
        note(&mut tx, &sign, at).await?;
        forget(&mut tx, &[folded_mail(&mail)].into()).await?;
        tx.commit().await?;
        Ok(self.db.fold_log().await?)
    }
}

/// Erases an account within a transaction.
pub async fn erase_account(tx: &mut Tx, id: Id, at: DateTime<Utc>) -> Result<()> {
    note(tx, &format!("{ACCOUNT}{id}"), at).await?;
    let mail = take_out_account(tx, &id.to_string()).await?;
    forget(tx, &mail.into_iter().collect()).await
}

/// Takes away an account and what it leaves that nobody else needs. Gives its address.
async fn take_out_account(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    let mail: Option<String> = on!(&mut *tx, tx =>
        sqlx::query_scalar("DELETE FROM account WHERE id = $1 RETURNING email").bind(id).fetch_optional(&mut **tx).await?);
    let sql = "DELETE FROM proposal WHERE author = $1 AND state = $2";
    execute_in!(&mut *tx, sql, id, ProposalState::Draft.as_str());
    // What waits to be imported nobody else can open; what was imported is the atlas's.
    let sql = "DELETE FROM import_file WHERE import IN (SELECT id FROM import WHERE account = $1 AND at IS NULL)
        OR import IN (SELECT id || '/report' FROM import WHERE account = $1 AND at IS NULL)";
    execute_in!(&mut *tx, sql, id);
    execute_in!(&mut *tx, "DELETE FROM import WHERE account = $1 AND at IS NULL", id);
    // They were written to the account, whatever else is held under its address, or to an address that it is about to have or
    // had just before: those have its identifier in their key.
    for (letter, to) in letters(tx).await? {
        if Some(&to) == mail.as_ref() || letter.contains(id) {
            drop_letter(tx, &letter).await?;
        }
    }
    Ok(mail)
}

/// Takes away again whoever and whatever this register says was erased.
pub(super) async fn apply(tx: &mut Tx) -> Result<()> {
    let mut mails = BTreeSet::new();
    let sql = "SELECT id FROM account WHERE $1 || id IN (SELECT id FROM erasure)";
    let accounts: Vec<String> = on!(&mut *tx, tx => sqlx::query_scalar(sql).bind(ACCOUNT).fetch_all(&mut **tx).await?);
    for account in accounts {
        mails.extend(take_out_account(tx, &account).await?);
    }
    mails.extend(take_out_requests(tx).await?);
    let sql = "DELETE FROM person WHERE id IN (SELECT id FROM erasure) RETURNING body";
    let persons: Vec<String> = on!(&mut *tx, tx => sqlx::query_scalar(sql).fetch_all(&mut **tx).await?);
    mails.extend(persons.iter().filter_map(|body| mail_of(body)));
    execute_in!(&mut *tx, "DELETE FROM person_record WHERE person IN (SELECT id FROM erasure)");
    redact::apply_all(tx).await?;
    forget(tx, &mails).await
}

/// Takes away the requests to join of addresses whose request was erased later. Gives the addresses.
async fn take_out_requests(tx: &mut Tx) -> Result<Vec<String>> {
    let requests: Vec<(String, String, i64)> = on!(&mut *tx, tx =>
        sqlx::query_as("SELECT id, email, at FROM join_request").fetch_all(&mut **tx).await?);
    let mut taken = Vec::new();
    for (id, mail, made) in requests {
        let sign = request_sign(&redact::key(tx).await?, &mail);
        let erased: Option<i64> = on!(&mut *tx, tx =>
            sqlx::query_scalar("SELECT at FROM erasure WHERE id = $1").bind(sign).fetch_optional(&mut **tx).await?);
        if erased.is_some_and(|erased| made <= erased) {
            execute_in!(&mut *tx, "DELETE FROM join_request WHERE id = $1", id);
            taken.push(folded_mail(&mail));
        }
    }
    Ok(taken)
}

/// Remembers an erasure; of one that was remembered already, the later moment counts.
async fn note(tx: &mut Tx, sign: &str, at: DateTime<Utc>) -> Result<()> {
    let seq = tick(tx, 0).await?;
    note_at(tx, sign, seq, at.timestamp_millis()).await
}

/// The same, at a position.
pub(super) async fn note_at(tx: &mut Tx, sign: &str, seq: i64, at: i64) -> Result<()> {
    let sql = "INSERT INTO erasure (id, seq, at) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE excluded.at > erasure.at";
    execute_in!(tx, sql, sign, seq, at);
    Ok(())
}

/// By what a request is known again that nobody reads the address from.
fn request_sign(key: &str, mail: &str) -> String {
    format!("{REQUEST}{}", passage::hash(key, &format!("request {}", folded_mail(mail))))
}

/// The address of a stored person, folded.
pub(super) fn mail_of(body: &str) -> Option<String> {
    serde_json::from_str::<Person>(body).ok()?.mail.map(|mail| folded_mail(&mail))
}

/// Ends the letters and links to these folded addresses, those under which something is held but for.
pub(super) async fn forget(tx: &mut Tx, mails: &BTreeSet<String>) -> Result<()> {
    let letters = letters(tx).await?;
    let links: Vec<(String, String)> = on!(&mut *tx, tx =>
        sqlx::query_as("SELECT token, body FROM ticket WHERE purpose = 'persons'").fetch_all(&mut **tx).await?);
    let links: Vec<(String, String)> = links.into_iter().map(|(token, mail)| (token, folded_mail(&mail))).collect();
    let waits = |mail: &&String| letters.iter().chain(&links).any(|(_, to)| to == *mail);
    for mail in mails.iter().filter(waits) {
        if is_held(tx, mail).await? {
            continue;
        }
        for (letter, _) in letters.iter().filter(|(_, to)| to == mail) {
            drop_letter(tx, letter).await?;
        }
        for (link, _) in links.iter().filter(|(_, to)| to == mail) {
            execute_in!(&mut *tx, "DELETE FROM ticket WHERE token = $1", link);
        }
    }
    Ok(())
}

/// The letters that have not left, and the links that were asked for and are not written yet, each with its folded address.
async fn letters(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    #[derive(serde::Deserialize)]
    struct Letter {
        to: String,
    }
    let sql = "SELECT key, body FROM job WHERE kind IN ('mail', 'persons') AND body <> ''";
    let rows: Vec<(String, String)> = on!(&mut *tx, tx => sqlx::query_as(sql).fetch_all(&mut **tx).await?);
    let letter =
        |(key, body): (String, String)| Some((key, folded_mail(&serde_json::from_str::<Letter>(&body).ok()?.to)));
    Ok(rows.into_iter().filter_map(letter).collect())
}

async fn drop_letter(tx: &mut Tx, key: &str) -> Result<()> {
    execute_in!(tx, "UPDATE job SET state = 'dropped', body = '', error = NULL WHERE key = $1", key);
    Ok(())
}

/// Whether something is held under a folded address: an account, a request, a person, or a record that gives it as that of a
/// function.
async fn is_held(tx: &mut Tx, mail: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM account WHERE email = $1";
    let accounts: i64 = on!(&mut *tx, tx => sqlx::query_scalar(sql).bind(mail).fetch_one(&mut **tx).await?);
    let sql = "SELECT email FROM join_request";
    let requests: Vec<String> = on!(&mut *tx, tx => sqlx::query_scalar(sql).fetch_all(&mut **tx).await?);
    let sql = "SELECT body FROM person WHERE LOWER(body) LIKE $1";
    let records = "SELECT body FROM revision WHERE kind IN ('partnership', 'activity') AND LOWER(body) LIKE $1";
    Ok(accounts > 0
        || requests.iter().any(|held| folded_mail(held) == mail)
        || is_given(tx, sql, "mail", mail).await?
        || is_given(tx, records, "mailbox", mail).await?)
}

/// Whether one of the bodies that a query chooses, of those that are like `$1`, gives a folded address in a field of this name.
async fn is_given(tx: &mut Tx, sql: &'static str, field: &str, mail: &str) -> Result<bool> {
    let pattern = address_pattern(field, mail);
    on!(tx, tx => {
        let mut bodies = sqlx::query_scalar::<_, String>(sql).bind(pattern).fetch(&mut **tx);
        while let Some(body) = bodies.try_next().await? {
            if gives(&body, field, mail) {
                return Ok(true);
            }
        }
    });
    Ok(false)
}
