//! Personal data: outside the journal, referenced by identifier, erased by one delete.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, NaiveDate, Utc};
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{EnumString, IntoStaticStr};

use super::append::{hold_clock, tick};
use super::db::{Tx, execute, execute_in, on};
use super::{Author, Journal, JournalError, Result, erasure, moment, passage, redact, stored_id, words};
use crate::reference::{self, fold};
use crate::value::{Id, folded_mail};

/// Persons read at once while they are looked through.
const PAGE: i64 = 5000;
/// For how long a person's data are kept where nobody set a day.
pub const KEPT_MONTHS: u32 = 36;
/// As whom it is noted that persons are erased whose time is over.
pub const RETENTION: &str = "retention";
/// Of how many words of a name every choice is looked up at most.
const CHOSEN_FROM: usize = 6;

/// What is known of a person. Never public unless consent or office makes it so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name as printed.
    pub name: String,
    /// Mail address.
    pub mail: Option<String>,
    /// Function.
    pub function: Option<String>,
    /// Where the person works, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Why it may be kept; nobody said where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The last day on which it is kept; [`KEPT_MONTHS`] after it was written where none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Whether the pages of its partnerships name it: only with a basis, and until the last day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shown: bool,
    /// Whether people wrote it: what they wrote, no import changes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// Whether the person has said that it is not to be named: nobody else says otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Names that it had before somebody corrected them: under those neither comes it back once it is erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
}

/// Why what is held about a person may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Basis {
    /// The person agreed.
    Consent,
    /// The person's public office asks for it.
    Office,
}

words! {
    /// What was done with what is held about a person.
    Deed {
        /// It was added by hand.
        Added = "added",
        /// It was shown.
        Read = "read",
        /// It was handed over.
        Exported = "exported",
        /// It was corrected.
        Corrected = "corrected",
        /// The person agreed to be named in public.
        Consented = "consented",
        /// The person no longer agrees.
        Withdrew = "withdrew",
        /// It was erased.
        Erased = "erased",
    }
}

/// One access to what is held about a person. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAccess {
    /// Of whom.
    pub person: Id,
    /// The account, or `operator` on the command line.
    pub actor: String,
    /// Its role.
    pub role: String,
    /// What was done.
    pub deed: Deed,
    /// When.
    pub at: DateTime<Utc>,
}

impl Person {
    /// Whether these words, folded, are part of its name or its address.
    fn is_called(&self, words: &str) -> bool {
        let said = [Some(&self.name), self.mail.as_ref()];
        said.into_iter().flatten().any(|text| fold(text).contains(words))
    }

    /// By what somebody is known again: the address, and the names, present and former, among the contacts of a record.
    fn signs(&self, records: &[Id]) -> Vec<String> {
        self.signs_of(records, own_names)
    }

    /// The same of whoever it may be, whatever is written around its name.
    fn possible_signs(&self, records: &[Id]) -> Vec<String> {
        self.signs_of(records, possible_names)
    }

    fn signs_of(&self, records: &[Id], names: impl Fn(&str) -> BTreeSet<String>) -> Vec<String> {
        let mail = self.mail.iter().map(|mail| format!("mail {}", folded_mail(mail)));
        let names: BTreeSet<String> = self.former.iter().chain([&self.name]).flat_map(|name| names(name)).collect();
        let named = records.iter().flat_map(|record| names.iter().map(move |name| format!("name {record} {name}")));
        mail.chain(named).collect()
    }

    /// Notes the name of the state before, where it was another.
    fn remember_names(&mut self, before: &Person) {
        self.former.clone_from(&before.former);
        if !before.name.is_empty() && own_names(&before.name) != own_names(&self.name) {
            self.former.push(before.name.clone());
        }
        let same = own_names(&self.name);
        self.former.retain(|name| own_names(name) != same);
    }

    /// What tells this state from any other: by it a form says of which one it was made.
    pub fn mark(&self) -> String {
        Id::derived(&serde_json::to_string(self).unwrap_or_default()).to_string()
    }

    /// The last day on which it is kept, written at this moment.
    fn last_day(&self, written: DateTime<Utc>) -> Option<NaiveDate> {
        self.until.or_else(|| written.date_naive().checked_add_months(Months::new(KEPT_MONTHS)))
    }

    /// Whether the public may read its name and address on this day.
    pub fn is_public(&self, today: NaiveDate) -> bool {
        self.shown && self.basis.is_some() && self.until.is_none_or(|last| today <= last)
    }
}

/// The words of a name, folded and in order.
fn words_of(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

fn untitled(name: &str) -> Vec<String> {
    words_of(name).into_iter().filter(|word| !reference::is_title(word)).collect()
}

/// A name without titles, whatever the order of its words; and without the function that may stand after it.
fn own_names(name: &str) -> BTreeSet<String> {
    let before = untitled(name.split([',', ';', '(', '–', '—']).next().unwrap_or_default());
    // A family name alone, before a comma, is that of others too.
    let before = Some(before).filter(|words| words.len() > 1);
    [untitled(name)].into_iter().chain(before).map(|words| words.join(" ")).filter(|name| !name.is_empty()).collect()
}

/// Every name that may be meant: two or more of the words, and all as they are written.
fn possible_names(name: &str) -> BTreeSet<String> {
    let mut names = own_names(name);
    // Those that were erased before a title was known as one.
    names.insert(words_of(name).join(" "));
    let words = untitled(name);
    let words = &words[..words.len().min(CHOSEN_FROM)];
    for choice in 0..1_u32 << words.len() {
        if choice.count_ones() > 1 {
            let chosen = words.iter().enumerate().filter(|(at, _)| (choice >> at) & 1 == 1);
            names.insert(chosen.map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" "));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

impl Journal {
    /// Keeps what somebody made of a person's data; `false`, and nothing kept, where they are no longer what they were before, or
    /// the person was erased. Takes a position in the journal where pages show the person, or did.
    pub async fn correct_person(&self, id: Id, before: &Person, person: &Person, at: DateTime<Utc>) -> Result<bool> {
        self.put(id, Some(before), person, at).await
    }

    /// Keeps a person's data, whatever they were. A person who was erased does not come back.
    #[cfg(test)]
    pub async fn put_person(&self, id: Id, person: &Person, at: DateTime<Utc>) -> Result<bool> {
        self.put(id, None, person, at).await
    }

    async fn put(&self, id: Id, before: Option<&Person>, person: &Person, at: DateTime<Utc>) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        // An erasure meanwhile would be undone.
        hold_clock(&mut tx).await?;
        let held = match held_in(&mut tx, id).await? {
            Held::Erased => return Ok(false),
            Held::Nothing => None,
            Held::Kept(held) => Some(held),
        };
        if before.is_some() && held.as_ref() != before {
            return Ok(false);
        }
        let mut person = person.clone();
        if let Some(held) = &held {
            person.remember_names(held);
        }
        write(&mut tx, id, &person, at).await?;
        let seen = person.shown || held.is_some_and(|held| held.shown);
        let seq = tick(&mut tx, i64::from(seen)).await?;
        self.commit(tx, seq).await?;
        Ok(true)
    }

    /// Keeps somebody whom people add to the contacts of a record; `false`, and nothing kept, where it is there already, word for
    /// word.
    pub async fn add_person(&self, id: Id, person: &Person, record: Id, at: DateTime<Utc>) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        // One after the other: a button pressed twice adds one. Pages that show the person are drawn anew.
        let seq = tick(&mut tx, i64::from(person.shown)).await?;
        let sql = "SELECT p.body FROM person_record r JOIN person p ON p.id = r.person WHERE r.record = $1";
        let bodies: Vec<String> =
            on!(&mut tx, tx => sqlx::query_scalar(sql).bind(record.to_string()).fetch_all(&mut **tx).await?);
        for body in &bodies {
            if stored(body)? == *person {
                return Ok(false);
            }
        }
        write(&mut tx, id, person, at).await?;
        link(&mut tx, id, record).await?;
        self.commit(tx, seq).await?;
        Ok(true)
    }

    /// Keeps a person whom a source names as a contact of a record. Neither one who was erased, under whatever spelling, nor what
    /// people wrote since is touched.
    pub async fn import_person(&self, id: Id, person: &Person, record: Id, at: DateTime<Utc>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        hold_clock(&mut tx).await?;
        match held_in(&mut tx, id).await? {
            Held::Erased => return Ok(()),
            Held::Kept(held) if held.by_hand => {}
            Held::Nothing if is_erased(&mut tx, &person.possible_signs(&[record])).await? => return Ok(()),
            Held::Kept(_) | Held::Nothing => write(&mut tx, id, person, at).await?,
        }
        link(&mut tx, id, record).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether somebody of this address, or of this name among the contacts of these records, was erased for good; what `held`
    /// says already does not count.
    pub async fn was_erased(&self, person: &Person, held: &Person, records: &[Id]) -> Result<bool> {
        let known = held.possible_signs(records);
        let new: Vec<String> =
            person.possible_signs(records).into_iter().filter(|sign| !known.contains(sign)).collect();
        let mut tx = self.db.begin().await?;
        is_erased(&mut tx, &new).await
    }

    /// Whether somebody of this address, or of this name among the contacts of these records, has said that it is not to be named.
    pub async fn has_withdrawn(&self, person: &Person, records: &[Id]) -> Result<bool> {
        let signs = person.possible_signs(records);
        let mut others = match &person.mail {
            Some(mail) => self.persons_at(mail).await?,
            None => Vec::new(),
        };
        for record in records {
            others.extend(self.persons_of(*record).await?);
        }
        let same = |other: &Person| other.signs(records).iter().any(|sign| signs.contains(sign));
        Ok(others.iter().any(|(_, other)| other.withdrawn && same(other)))
    }

    /// Whether a mail address is known as somebody's: of a person that is held, or was erased for good.
    pub async fn is_address_of_person(&self, mail: &str) -> Result<bool> {
        let of = Person { mail: Some(mail.to_owned()), ..Person::default() };
        let erased = self.was_erased(&of, &Person::default(), &[]).await?;
        Ok(erased || !self.persons_at(mail).await?.is_empty())
    }

    /// Makes a person a contact of a record.
    #[cfg(test)]
    pub async fn link_person(&self, id: Id, record: Id) -> Result<()> {
        let mut tx = self.db.begin().await?;
        link(&mut tx, id, record).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The persons who are contacts of a record, by identifier.
    pub async fn persons_of(&self, record: Id) -> Result<Vec<(Id, Person)>> {
        let sql = "SELECT p.id, p.body FROM person_record r JOIN person p ON p.id = r.person
            WHERE r.record = $1 ORDER BY p.id";
        let rows: Vec<(String, String)> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(record.to_string()).fetch_all(pool).await?);
        rows.into_iter().map(|(id, body)| Ok((stored_id(id)?, stored(&body)?))).collect()
    }

    /// The records of which a person is a contact.
    pub async fn records_of_person(&self, person: Id) -> Result<Vec<Id>> {
        let sql = "SELECT record FROM person_record WHERE person = $1 ORDER BY record";
        let ids: Vec<String> =
            on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(person.to_string()).fetch_all(pool).await?);
        ids.into_iter().map(stored_id).collect()
    }

    /// The persons who have this mail address, in whatever case it is written.
    pub async fn persons_at(&self, mail: &str) -> Result<Vec<(Id, Person)>> {
        let mail = folded_mail(mail);
        let mut found = Vec::new();
        self.each_person(|id, person, _| {
            if person.mail.as_ref().is_some_and(|held| folded_mail(held) == mail) {
                found.push((id, person));
            }
        })
        .await?;
        Ok(found)
    }

    /// The records that give this mail address as a function's mailbox, in any version, in whatever case it is written. Every
    /// version is looked through: not for a page that anybody may ask for.
    pub async fn records_with_mailbox(&self, mail: &str) -> Result<Vec<Id>> {
        let sql = "SELECT id, body FROM revision
            WHERE kind IN ('partnership', 'activity') AND LOWER(body) LIKE $1";
        let mail = folded_mail(mail);
        let pattern = address_pattern("mailbox", &mail);
        let mut ids = BTreeSet::new();
        on!(self.db.reader(), pool => {
            let mut rows = sqlx::query_as::<_, (String, String)>(sql).bind(pattern).fetch(pool);
            while let Some((id, body)) = rows.try_next().await? {
                if gives(&body, "mailbox", &mail) {
                    ids.insert(stored_id(id)?);
                }
            }
        });
        Ok(ids.into_iter().collect())
    }

    /// A person's data.
    pub async fn person(&self, id: Id) -> Result<Option<Person>> {
        let body: Option<String> = on!(self.db.reader(), pool =>
            sqlx::query_scalar("SELECT body FROM person WHERE id = $1").bind(id.to_string()).fetch_optional(pool).await?);
        body.map(|body| stored(&body)).transpose()
    }

    /// The last day on which a person's data are kept.
    pub async fn person_kept_until(&self, id: Id) -> Result<Option<NaiveDate>> {
        let row: Option<(String, i64)> = on!(self.db.reader(), pool =>
            sqlx::query_as("SELECT body, at FROM person WHERE id = $1").bind(id.to_string()).fetch_optional(pool).await?);
        let Some((body, at)) = row else { return Ok(None) };
        Ok(stored(&body)?.last_day(moment(at)?))
    }

    /// Erases a person for good: neither its reference nor its address comes back, nor its name among the contacts of the same
    /// records. Takes a position in the journal, since pages may have shown the person.
    pub async fn erase_person(&self, id: Id, at: DateTime<Utc>) -> Result<i64> {
        let (person, records) = (self.person(id).await?, self.records_of_person(id).await?);
        self.take_out_person(id, &person.map_or_else(Vec::new, |person| person.signs(&records)), at).await
    }

    /// Takes a person out, and remembers its reference and the hashes of these signs.
    async fn take_out_person(&self, id: Id, signs: &[String], at: DateTime<Utc>) -> Result<i64> {
        let mut tx = self.db.begin().await?;
        let seq = tick(&mut tx, 1).await?;
        let sql = "DELETE FROM person WHERE id = $1 RETURNING body";
        let body: Option<String> =
            on!(&mut tx, tx => sqlx::query_scalar(sql).bind(id.to_string()).fetch_optional(&mut **tx).await?);
        execute_in!(&mut tx, "DELETE FROM person_record WHERE person = $1", id.to_string());
        let hashes = hashes(&mut tx, signs).await?;
        for erased in hashes.into_iter().chain([id.to_string()]) {
            erasure::note_at(&mut tx, &erased, seq, at.timestamp_millis()).await?;
        }
        let mail = body.as_deref().and_then(erasure::mail_of);
        erasure::forget(&mut tx, &mail.into_iter().collect()).await?;
        self.commit(tx, seq).await?;
        self.db.fold_log().await?;
        Ok(seq)
    }

    /// The persons whose name or address has these words, at most `most`; accents and case do not matter.
    pub async fn find_persons(&self, words: &str, most: usize) -> Result<Vec<(Id, Person)>> {
        let words = fold(words);
        let mut found = Vec::new();
        self.each_person(|id, person, _| {
            if found.len() < most && person.is_called(&words) {
                found.push((id, person));
            }
        })
        .await?;
        Ok(found)
    }

    /// Erases the persons whose data are no longer to be kept; how many.
    pub async fn erase_ended_persons(&self, now: DateTime<Utc>) -> Result<u64> {
        let mut ended = Vec::new();
        self.each_person(|id, person, written| {
            if person.last_day(written).is_some_and(|last| last < now.date_naive()) {
                ended.push(id);
            }
        })
        .await?;
        for id in &ended {
            self.note_person_access(*id, &Author::system(RETENTION), Deed::Erased, now).await?;
            // Whoever adds it again by hand has a reason of today.
            self.take_out_person(*id, &[], now).await?;
        }
        // What was erased while somebody read is in the log still.
        self.db.fold_log().await?;
        Ok(ended.len() as u64)
    }

    /// Shows every person, with the moment at which it was written.
    async fn each_person(&self, mut see: impl FnMut(Id, Person, DateTime<Utc>)) -> Result<()> {
        let mut after = String::new();
        loop {
            let sql = "SELECT id, body, at FROM person WHERE id > $1 ORDER BY id LIMIT $2";
            let rows: Vec<(String, String, i64)> = on!(self.db.reader(), pool =>
                sqlx::query_as(sql).bind(&after).bind(PAGE).fetch_all(pool).await?);
            let Some((last, ..)) = rows.last() else { return Ok(()) };
            after.clone_from(last);
            for (id, body, at) in rows {
                see(stored_id(id)?, stored(&body)?, moment(at)?);
            }
        }
    }

    /// Notes what was done with what is held about a person.
    pub async fn note_person_access(&self, person: Id, by: &Author, deed: Deed, at: DateTime<Utc>) -> Result<()> {
        let sql = "INSERT INTO person_access (person, actor, role, deed, at) VALUES ($1, $2, $3, $4, $5)";
        execute!(self.db, sql, person.to_string(), &by.actor, &by.role, deed.as_str(), at.timestamp_millis());
        Ok(())
    }

    /// The accesses to what is held about a person, or about all, the latest first.
    pub async fn person_accesses(&self, person: Option<Id>, most: i64) -> Result<Vec<PersonAccess>> {
        let sql = "SELECT person, actor, role, deed, at FROM person_access
            WHERE $1 = '' OR person = $1 ORDER BY at DESC LIMIT $2";
        let person = person.map_or_else(String::new, |id| id.to_string());
        let rows: Vec<(String, String, String, String, i64)> =
            on!(self.db.reader(), pool => sqlx::query_as(sql).bind(person).bind(most).fetch_all(pool).await?);
        let access = |(person, actor, role, deed, at): (String, String, String, String, i64)| {
            Ok(PersonAccess {
                person: stored_id(person)?,
                deed: deed.parse().map_err(JournalError::Stored)?,
                at: moment(at)?,
                actor,
                role,
            })
        };
        rows.into_iter().map(access).collect()
    }
}

/// What the JSON of a body is like, in small letters, in which a field may have this folded address; [`gives`] says whether it
/// has. SQLite folds the letters of ASCII alone, so the pattern leaves open what stands for others.
pub(super) fn address_pattern(field: &str, mail: &str) -> String {
    let mut pattern = format!("%\"{field}\":\"%");
    for sign in mail.chars() {
        match sign {
            'a'..='z' | '0'..='9' | '@' | '.' | '-' => pattern.push(sign),
            _ if pattern.ends_with('%') => {}
            _ => pattern.push('%'),
        }
    }
    pattern + "%"
}

/// Whether a field of this name, anywhere in a JSON text, has this folded address.
pub(super) fn gives(body: &str, field: &str, mail: &str) -> bool {
    fn within(value: &Value, field: &str, mail: &str) -> bool {
        let is_it = |value: &Value| value.as_str().is_some_and(|text| folded_mail(text) == mail);
        match value {
            Value::Object(fields) => {
                fields.iter().any(|(name, value)| name == field && is_it(value) || within(value, field, mail))
            }
            Value::Array(values) => values.iter().any(|value| within(value, field, mail)),
            _ => false,
        }
    }
    serde_json::from_str::<Value>(body).is_ok_and(|value| within(&value, field, mail))
}

/// What the register has under a person's identifier.
enum Held {
    Nothing,
    Kept(Person),
    Erased,
}

async fn held_in(tx: &mut Tx, id: Id) -> Result<Held> {
    let erased: Option<String> = on!(&mut *tx, tx =>
        sqlx::query_scalar("SELECT id FROM erasure WHERE id = $1").bind(id.to_string()).fetch_optional(&mut **tx).await?);
    if erased.is_some() {
        return Ok(Held::Erased);
    }
    let body: Option<String> = on!(tx, tx =>
        sqlx::query_scalar("SELECT body FROM person WHERE id = $1").bind(id.to_string()).fetch_optional(&mut **tx).await?);
    body.map_or(Ok(Held::Nothing), |body| stored(&body).map(Held::Kept))
}

/// The hashes of signs under the register's key: they tell nobody whom they are of.
async fn hashes(tx: &mut Tx, signs: &[String]) -> Result<Vec<String>> {
    if signs.is_empty() {
        return Ok(Vec::new());
    }
    let key = redact::key(tx).await?;
    Ok(signs.iter().map(|sign| passage::hash(&key, sign)).collect())
}

/// Whether somebody with one of these signs was erased.
async fn is_erased(tx: &mut Tx, signs: &[String]) -> Result<bool> {
    for hash in hashes(tx, signs).await? {
        let found: Option<String> = on!(&mut *tx, tx => sqlx::query_scalar("SELECT id FROM erasure WHERE id = $1").bind(&hash)
            .fetch_optional(&mut **tx).await?);
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn write(tx: &mut Tx, id: Id, person: &Person, at: DateTime<Utc>) -> Result<()> {
    let body = serde_json::to_string(person).map_err(|_| JournalError::Stored("person".into()))?;
    let sql = "INSERT INTO person (id, body, at) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET body = excluded.body, at = excluded.at";
    execute_in!(tx, sql, id.to_string(), body, at.timestamp_millis());
    Ok(())
}

async fn link(tx: &mut Tx, person: Id, record: Id) -> Result<()> {
    let sql = "INSERT INTO person_record (person, record) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    execute_in!(tx, sql, person.to_string(), record.to_string());
    Ok(())
}

/// Makes the contacts of a record those of another one, into which it is merged.
pub(super) async fn move_persons(tx: &mut Tx, from: Id, to: Id) -> Result<()> {
    let sql = "INSERT INTO person_record (person, record) SELECT person, $2 FROM person_record WHERE record = $1
        ON CONFLICT DO NOTHING";
    execute_in!(&mut *tx, sql, from.to_string(), to.to_string());
    execute_in!(tx, "DELETE FROM person_record WHERE record = $1", from.to_string());
    Ok(())
}

fn stored(body: &str) -> Result<Person> {
    serde_json::from_str(body).map_err(|_| JournalError::Stored("person".into()))
}
