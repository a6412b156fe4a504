//! Reading revisions.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, QueryBuilder};
use tokio::sync::mpsc;

use super::db::on;
use super::{Author, BODY_SCHEMA, Body, Journal, JournalError, Kind, Result, Revision, moment, stored_id};
use crate::value::Id;

/// The columns of a revision, in a query where `r` is the revision.
const COLUMNS: &str = "r.seq, r.kind, r.id, r.version, r.change, r.body, r.body_schema, r.actor, r.role, \
    r.on_behalf_of, r.at, r.reason";

#[derive(FromRow)]
struct Row {
    seq: i64,
    kind: String,
    id: String,
    version: i32,
    change: String,
    body: String,
    body_schema: i32,
    actor: String,
    role: String,
    on_behalf_of: Option<String>,
    at: i64,
    reason: Option<String>,
}

/// The part of [`Row`] that a [`Body`] is read from.
#[derive(FromRow)]
struct BodyRow {
    seq: i64,
    kind: String,
    id: String,
    body: String,
    body_schema: i32,
}

/// That the newest state of a record is public.
const PUBLIC: &str = "h.public = 1 AND ";

/// Refuses the body of a later program.
fn known(body_schema: i32) -> Result<()> {
    match body_schema > BODY_SCHEMA {
        true => Err(JournalError::Stored(format!("body schema {body_schema}"))),
        false => Ok(()),
    }
}

impl TryFrom<BodyRow> for Body {
    type Error = JournalError;

    fn try_from(row: BodyRow) -> Result<Body> {
        known(row.body_schema)?;
        let kind = row.kind.parse().map_err(JournalError::Stored)?;
        Ok(Body { seq: row.seq, kind, id: stored_id(row.id)?, text: row.body })
    }
}

impl TryFrom<Row> for Revision {
    type Error = JournalError;

    fn try_from(row: Row) -> Result<Revision> {
        known(row.body_schema)?;
        Ok(Revision {
            seq: row.seq,
            kind: row.kind.parse().map_err(JournalError::Stored)?,
            id: stored_id(row.id)?,
            version: row.version,
            change: row.change.parse().map_err(JournalError::Stored)?,
            body: row.body,
            author: Author {
                actor: row.actor,
                role: row.role,
                on_behalf_of: row.on_behalf_of.map(stored_id).transpose()?,
            },
            at: moment(row.at)?,
            reason: row.reason,
        })
    }
}

fn revisions(rows: Vec<Row>) -> Result<Vec<Revision>> {
    rows.into_iter().map(Revision::try_from).collect()
}

fn texts(ids: &[Id]) -> Vec<String> {
    ids.iter().map(Id::to_string).collect()
}

/// Runs a query of constant text whose `{}` stands for the columns.
macro_rules! select {
    ($self:ident, $sql:literal $(, $bind:expr)*) => {{
        let sql = sqlx::AssertSqlSafe(format!($sql, COLUMNS));
        on!($self.db.reader(), pool => sqlx::query_as::<_, Row>(sql)$(.bind($bind))*.fetch_all(pool).await?)
    }};
}

impl Journal {
    /// The newest revision of a record, public or not.
    pub async fn newest(&self, kind: Kind, id: Id) -> Result<Option<Revision>> {
        let rows = select!(
            self,
            "SELECT {} FROM head h JOIN revision r ON r.seq = h.seq WHERE h.kind = $1 AND h.id = $2",
            kind.as_str(),
            id.to_string()
        );
        Ok(revisions(rows)?.pop())
    }

    /// The newest public revisions of several records, by identifier; missing and withdrawn ones are absent.
    pub async fn newest_of(&self, kind: Kind, ids: &[Id]) -> Result<HashMap<Id, Revision>> {
        self.newest_where(PUBLIC, kind, ids).await
    }

    /// The newest revisions of several records, public or not, by identifier; missing ones are absent.
    pub async fn newest_of_any(&self, kind: Kind, ids: &[Id]) -> Result<HashMap<Id, Revision>> {
        self.newest_where("", kind, ids).await
    }

    async fn newest_where(&self, condition: &str, kind: Kind, ids: &[Id]) -> Result<HashMap<Id, Revision>> {
        let newest =
            format!("SELECT {COLUMNS} FROM head h JOIN revision r ON r.seq = h.seq WHERE {condition}h.kind = ");
        let rows = self.rows_in(&[(newest.as_str(), kind.as_str())], "h.id", &texts(ids)).await?;
        Ok(revisions(rows)?.into_iter().map(|revision| (revision.id, revision)).collect())
    }

    /// Every published state of several records before their newest version.
    pub async fn earlier_of(&self, kind: Kind, ids: &[Id]) -> Result<Vec<Revision>> {
        let earlier = format!(
            "SELECT {COLUMNS} FROM head h JOIN revision r ON r.kind = h.kind AND r.id = h.id AND r.version < h.version
                WHERE r.change = 'published' AND h.kind = "
        );
        revisions(self.rows_in(&[(earlier.as_str(), kind.as_str())], "h.id", &texts(ids)).await?)
    }

    /// Which of these records exist, public or not.
    pub async fn held(&self, kind: Kind, ids: &[Id]) -> Result<HashSet<Id>> {
        self.among(ids, &[("SELECT id FROM head WHERE kind = ", kind.as_str())]).await
    }

    /// Those of several records that somebody else than `actor` wrote a version of.
    pub async fn not_only_by(&self, kind: Kind, ids: &[Id], actor: &str) -> Result<HashSet<Id>> {
        let written = ("SELECT DISTINCT id FROM revision WHERE kind = ", kind.as_str());
        self.among(ids, &[written, (" AND actor <> ", actor)]).await
    }

    /// Those of `ids` that a statement finds: its pieces, each with the value that follows.
    async fn among(&self, ids: &[Id], statement: &[(&str, &str)]) -> Result<HashSet<Id>> {
        let rows: Vec<(String,)> = self.rows_in(statement, "id", &texts(ids)).await?;
        rows.into_iter().map(|(id,)| stored_id(id)).collect()
    }

    /// The rows of which a column is one of `values`, among those that a statement finds: its pieces, each with the value that
    /// follows. Of many values some are asked for at a time.
    async fn rows_in<R>(&self, statement: &[(&str, &str)], column: &str, values: &[String]) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let mut found = Vec::new();
        for values in values.chunks(1000) {
            let rows: Vec<R> = on!(self.db.reader(), pool => {
                let mut query = QueryBuilder::new("");
                for (piece, value) in statement {
                    query.push(piece).push_bind(*value);
                }
                query.push(format_args!(" AND {column} IN ("));
                let mut list = query.separated(", ");
                for value in values {
                    list.push_bind(value);
                }
                query.push(")");
                query.build_query_as().fetch_all(pool).await?
            });
            found.extend(rows);
        }
        Ok(found)
    }

    /// One version of a record.
    pub async fn version(&self, kind: Kind, id: Id, version: i32) -> Result<Option<Revision>> {
        let rows = select!(
            self,
            "SELECT {} FROM revision r WHERE r.kind = $1 AND r.id = $2 AND r.version = $3",
            kind.as_str(),
            id.to_string(),
            version
        );
        Ok(revisions(rows)?.pop())
    }

    /// Every version of a record, newest first.
    pub async fn history(&self, kind: Kind, id: Id) -> Result<Vec<Revision>> {
        let rows = select!(
            self,
            "SELECT {} FROM revision r WHERE r.kind = $1 AND r.id = $2 ORDER BY r.version DESC",
            kind.as_str(),
            id.to_string()
        );
        revisions(rows)
    }

    /// Every version of every record in journal order: those written after `position`, at most `limit` of them.
    pub async fn versions_after(&self, position: i64, limit: i64) -> Result<Vec<Revision>> {
        let rows = select!(self, "SELECT {} FROM revision r WHERE r.seq > $1 ORDER BY r.seq LIMIT $2", position, limit);
        revisions(rows)
    }

    /// The newest state of every record changed after `position`, in journal order, at most `limit` of them. Older states
    /// of the same record are left out: whoever follows needs only the last.
    pub async fn follow(&self, position: i64, limit: i64) -> Result<Vec<Revision>> {
        let rows = select!(
            self,
            "SELECT {} FROM head h JOIN revision r ON r.seq = h.seq WHERE h.seq > $1 ORDER BY h.seq LIMIT $2",
            position,
            limit
        );
        revisions(rows)
    }

    /// As [`Journal::follow`], of some kinds alone.
    pub async fn follow_kinds(&self, kinds: &[Kind], position: i64, limit: i64) -> Result<Vec<Revision>> {
        revisions(self.heads(COLUMNS, kinds, "", (position, i64::MAX), limit).await?)
    }

    /// The newest states of the public records of some kinds, in journal order: those written after a position and up to
    /// another, at most `limit` of them.
    pub async fn newest_between(&self, kinds: &[Kind], span: (i64, i64), limit: i64) -> Result<Vec<Revision>> {
        revisions(self.heads(COLUMNS, kinds, PUBLIC, span, limit).await?)
    }

    /// Columns of the newest states of the records of some kinds that fulfil a condition, in journal order.
    async fn heads<R>(
        &self,
        columns: &str,
        kinds: &[Kind],
        condition: &str,
        (after, upto): (i64, i64),
        limit: i64,
    ) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        Ok(on!(self.db.reader(), pool => {
            let mut query = QueryBuilder::new(format!(
                "SELECT {columns} FROM head h JOIN revision r ON r.seq = h.seq WHERE {condition}h.seq > "
            ));
            // Not by the index of kinds, which would sort them all for each batch.
            query.push_bind(after).push(" AND h.seq <= ").push_bind(upto).push(" AND (h.kind || '') IN (");
            let mut list = query.separated(", ");
            for kind in kinds {
                list.push_bind(kind.as_str());
            }
            query.push(") ORDER BY h.seq LIMIT ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await?
        }))
    }

    /// The bodies of all public records of some kinds in journal order, some at a time: more are read while whoever receives
    /// them works on those before.
    pub fn bodies(&self, kinds: &'static [Kind], limit: i64) -> mpsc::Receiver<Result<Vec<Body>>> {
        let (sender, receiver) = mpsc::channel(1);
        let journal = self.clone();
        tokio::spawn(async move {
            let mut reached = 0;
            loop {
                let read = journal.bodies_after(kinds, reached, limit).await;
                let last = read.as_ref().ok().and_then(|bodies| Some(bodies.last()?.seq));
                let ends = last.is_none() && read.is_ok();
                // Nobody may wait for it any more.
                if ends || sender.send(read).await.is_err() {
                    return;
                }
                let Some(last) = last else { return };
                reached = last;
            }
        });
        receiver
    }

    async fn bodies_after(&self, kinds: &[Kind], position: i64, limit: i64) -> Result<Vec<Body>> {
        let columns = "h.seq, h.kind, h.id, r.body, r.body_schema";
        let rows: Vec<BodyRow> = self.heads(columns, kinds, PUBLIC, (position, i64::MAX), limit).await?;
        rows.into_iter().map(Body::try_from).collect()
    }

    /// The revisions that an actor wrote at a moment, those after `position`, in journal order.
    pub async fn written(&self, actor: &str, at: DateTime<Utc>, position: i64) -> Result<Vec<Revision>> {
        let rows = select!(
            self,
            "SELECT {} FROM revision r WHERE r.seq > $1 AND r.at = $2 AND r.actor = $3 ORDER BY r.seq",
            position,
            at.timestamp_millis(),
            actor
        );
        revisions(rows)
    }

    /// The public records of a kind in the order of their identifiers, those after `after`, at most `limit` of them.
    pub async fn list(&self, kind: Kind, after: Option<Id>, limit: i64) -> Result<Vec<Revision>> {
        let rows = select!(
            self,
            "SELECT {} FROM head h JOIN revision r ON r.seq = h.seq
                WHERE h.kind = $1 AND h.id > $2 AND h.public = 1 ORDER BY h.id LIMIT $3",
            kind.as_str(),
            after.map(|id| id.to_string()).unwrap_or_default(),
            limit
        );
        revisions(rows)
    }

    /// The records of a kind that were withdrawn or merged, the last first, at most `limit` of them.
    pub async fn gone(&self, kind: Kind, limit: i64) -> Result<Vec<Revision>> {
        let rows = select!(
            self,
            "SELECT {} FROM head h JOIN revision r ON r.seq = h.seq
                WHERE h.kind = $1 AND h.public = 0 ORDER BY h.seq DESC LIMIT $2",
            kind.as_str(),
            limit
        );
        revisions(rows)
    }

    /// The identifiers of public records of a kind, in their order, with the moment of their newest version: those after the
    /// first `offset`, at most `limit` of them.
    pub async fn addresses(&self, kind: Kind, offset: usize, limit: usize) -> Result<Vec<(Id, DateTime<Utc>)>> {
        let sql = "SELECT h.id, r.at FROM
            (SELECT id, seq FROM head WHERE kind = $1 AND public = 1 ORDER BY id LIMIT $2 OFFSET $3) h
            JOIN revision r ON r.seq = h.seq ORDER BY h.id";
        let number = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
        let rows: Vec<(String, i64)> = on!(self.db.reader(), pool => sqlx::query_as(sql)
            .bind(kind.as_str()).bind(number(limit)).bind(number(offset)).fetch_all(pool).await?);
        rows.into_iter().map(|(id, at)| Ok((stored_id(id)?, moment(at)?))).collect()
    }

    /// How many public records of a kind there are.
    pub async fn count(&self, kind: Kind) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM head WHERE kind = $1 AND public = 1";
        Ok(on!(self.db.reader(), pool => sqlx::query_scalar(sql).bind(kind.as_str()).fetch_one(pool).await?))
    }

    /// The position of the last revision; 0 in a new register.
    pub async fn position(&self) -> Result<i64> {
        let sql = "SELECT seq FROM change_clock WHERE id = 1";
        Ok(on!(self.db.reader(), pool => sqlx::query_scalar(sql).fetch_one(pool).await?))
    }

    /// The records known elsewhere under this code.
    pub async fn find(&self, kind: Kind, scheme: &str, value: &str) -> Result<Vec<Id>> {
        let sql = "SELECT id FROM identifier WHERE kind = $1 AND scheme = $2 AND value = $3 ORDER BY id";
        let ids: Vec<String> = on!(self.db.reader(), pool =>
            sqlx::query_scalar(sql).bind(kind.as_str()).bind(scheme).bind(value).fetch_all(pool).await?);
        ids.into_iter().map(stored_id).collect()
    }

    /// The records known under any of these codes of a scheme.
    pub async fn find_all(&self, kind: Kind, scheme: &str, values: &[String]) -> Result<Vec<Id>> {
        Ok(self.coded(kind, scheme, values).await?.into_iter().map(|(_, id)| id).collect())
    }

    /// Those of these codes of a scheme that records have, each with its record.
    pub async fn coded(&self, kind: Kind, scheme: &str, values: &[String]) -> Result<Vec<(String, Id)>> {
        let of = [("SELECT value, id FROM identifier WHERE kind = ", kind.as_str()), (" AND scheme = ", scheme)];
        let rows: Vec<(String, String)> = self.rows_in(&of, "value", values).await?;
        rows.into_iter().map(|(value, id)| Ok((value, stored_id(id)?))).collect()
    }

    /// Every code of a scheme with its record: what an import needs to recognise what it brought before.
    pub async fn identifiers(&self, kind: Kind, scheme: &str) -> Result<Vec<(String, Id)>> {
        let sql = "SELECT value, id FROM identifier WHERE kind = $1 AND scheme = $2 ORDER BY value, id";
        let rows: Vec<(String, String)> = on!(self.db.reader(), pool =>
            sqlx::query_as(sql).bind(kind.as_str()).bind(scheme).fetch_all(pool).await?);
        rows.into_iter().map(|(value, id)| Ok((value, stored_id(id)?))).collect()
    }
}
