//! `/verifier-iati`: what is wrong with a file, for whoever has an account. Nothing of it is kept.

use std::fs::File;

use askama::Template;
use axum::extract::Multipart;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use meridien_iati::Severity;
use tokio::sync::Semaphore;

use super::handed::{Form as Handed, Refused};
use crate::account::{Account, SignedIn};
use crate::iati::fault::{Finding, Form, List, severity_label};
use crate::imports::work::MOST_FINDINGS;
use crate::web::cache::Cache;
use crate::web::{self, Locale, Page, Visit, page};

/// Findings of a severity that the page shows.
const SHOWN: usize = 50;

/// A large file keeps a processor for seconds: one is checked at a time, or those who search would wait for them all.
static PLACE: Semaphore = Semaphore::const_new(1);

/// The findings of one severity.
struct Group {
    label: String,
    count: u64,
    is_grave: bool,
    shown: Vec<Finding>,
}

#[derive(Template)]
#[template(path = "imports/pages/check.html")]
struct CheckPage {
    l: Locale,
    page: Page,
    /// The form lacks a file.
    no_file: bool,
    /// What was checked, and what is wrong with it, the gravest first.
    checked: Option<(String, Vec<Group>)>,
}

fn draw(visit: &Visit, account: &Account, no_file: bool, checked: Option<(String, Vec<Group>)>) -> web::Result {
    let l = visit.locale;
    let title = match no_file {
        true => l.t_with("error-title", &[("title", l.t("check-iati-title").into_owned().into())]),
        false => l.t("check-iati-title").into_owned(),
    };
    let page = visit.page(title).crumb(l.t("workspace"), "/espace").of_account(account);
    let status = if no_file { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let answer = page::answer(Cache::Private, &CheckPage { l, page, no_file, checked })?;
    Ok((status, answer).into_response())
}

/// The form.
pub(super) async fn show(visit: Visit, who: SignedIn) -> web::Result {
    draw(&visit, &who.account, false, None)
}

/// Checks the files of a form.
pub(super) async fn check(visit: Visit, who: SignedIn, form: Multipart) -> web::Result {
    let form = match Handed::take(form).await {
        Ok(form) => form,
        Err(Refused::Form(fault)) => return Ok(fault.into_response()),
        Err(Refused::Ours(fault)) => return Err(fault),
    };
    if form.files.is_empty() {
        return draw(&visit, &who.account, true, None);
    }
    let (l, today, as_csv) = (visit.locale, (visit.app.today)(), form.text("do") == "csv");
    let names = form.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let _place = PLACE.acquire().await.map_err(|fault| web::Error::Internal(fault.into()))?;
    let found = web::blocking(move || match as_csv {
        true => csv(&form, today, l, MOST_FINDINGS).map(Found::Csv),
        false => groups(&form, today, l).map(Found::Groups),
    });
    match found.await?.map_err(anyhow::Error::from)? {
        Found::Csv(csv) => Ok(download(csv)),
        Found::Groups(groups) => draw(&visit, &who.account, false, Some((names, groups))),
    }
}

enum Found {
    Csv(Vec<u8>),
    Groups(Vec<Group>),
}

fn download(csv: Vec<u8>) -> Response {
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    ([kind, (header::CONTENT_DISPOSITION, "attachment; filename=\"rapport.csv\"")], csv).into_response()
}

/// Every fault of the files, in their order.
fn faults(
    form: &Handed,
    today: chrono::NaiveDate,
    mut take: impl FnMut(&str, meridien_iati::Fault) -> std::io::Result<()>,
) -> std::io::Result<()> {
    for handed in &form.files {
        let file = File::open(handed.file.path())?;
        meridien_iati::check(file, today).try_for_each(|fault| take(&handed.name, fault))?;
    }
    Ok(())
}

/// The first `room` faults.
fn csv(form: &Handed, today: chrono::NaiveDate, l: Locale, mut room: u64) -> std::io::Result<Vec<u8>> {
    let mut list = List::new(Vec::new(), Form::Csv, l)?;
    faults(form, today, |name, fault| {
        if room == 0 {
            return Ok(());
        }
        room -= 1;
        list.add(&Finding::of_fault(name, &fault, l))
    })?;
    list.finish(&[])
}

fn groups(form: &Handed, today: chrono::NaiveDate, l: Locale) -> std::io::Result<Vec<Group>> {
    let all = [Severity::Critical, Severity::Error, Severity::Warning, Severity::Advisory];
    let mut groups = all.map(|severity| Group {
        label: severity_label(severity, l),
        count: 0,
        is_grave: matches!(severity, Severity::Critical | Severity::Error),
        shown: Vec::new(),
    });
    faults(form, today, |name, fault| {
        let at = all.iter().position(|severity| *severity == fault.severity()).unwrap_or_default();
        groups[at].count += 1;
        if groups[at].shown.len() < SHOWN {
            groups[at].shown.push(Finding::of_fault(name, &fault, l));
        }
        Ok(())
    })?;
    Ok(groups.into_iter().filter(|group| group.count > 0).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::handed;
    use super::*;

    #[test]
    fn the_file_has_as_many_faults_as_there_is_room_for() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"<iati-activities version='2.03'><iati-activity/></iati-activities>").unwrap();
        let file = handed::Handed { name: "a.xml".to_owned(), file, size: 1 };
        let form = Handed { files: vec![file], fields: Vec::new() };
        for (room, told) in [(0, 0), (1, 1), (3, 3)] {
            let csv = csv(&form, crate::app::testing::today(), Locale::default(), room).unwrap();
            assert_eq!(csv::Reader::from_reader(&csv[..]).records().count(), told);
        }
    }
}
