//! A hundred editors at once, on both databases: nothing that was answered is lost.

use axum::http::StatusCode;
use futures_util::future::join_all;

use super::draft::Draft;
use super::page_tests::{LILLE, agent, code, entries, hidden, id, ministry, record, submit, target, text};
use crate::access::{Role, Scope};
use crate::account::testing::{Person, sign_in};
use crate::app::Settings;
use crate::app::testing::{Answer, TestApp};
use crate::journal::testing::journals;
use crate::journal::{Kind, ProposalState};
use crate::partnership::Partnership;

/// Languages in which editors write, so that no text of one replaces another's.
const LANGS: [&str; 10] = ["de", "es", "it", "pl", "pt", "ru", "vi", "zh", "ar", "ja"];

/// The application on each database at hand, with ten records more.
async fn apps() -> Vec<TestApp> {
    let mut apps = Vec::new();
    for register in journals().await {
        apps.push(
            TestApp::on(Settings::default(), register)
                .await
                .with(entries().into_iter().chain((20..30).map(record)))
                .await,
        );
    }
    apps
}

/// Asks again where a busy machine did not answer in time, as people do: what was not answered is not promised.
async fn patient(mut ask: impl AsyncFnMut() -> Answer) -> Answer {
    for _ in 0..50 {
        let answer = ask().await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            return answer;
        }
    }
    panic!("never answered");
}

/// Begins a correction of a record.
async fn correct(agent: &Person<'_>, number: u64) -> String {
    let address = format!("/fr/partenariats/{}/modifier", id(number));
    target(&patient(async || agent.post(&address, &[]).await).await)
}

async fn state(app: &TestApp, list: &str) -> Option<ProposalState> {
    app.state.journal.proposal(code(list).parse().unwrap()).await.unwrap().map(|proposal| proposal.state)
}

/// Hands a correction in; one that was handed in without an answer is.
async fn hand_in(app: &TestApp, agent: &Person<'_>, list: &str) {
    for _ in 0..50 {
        let answer = submit(agent, list).await;
        if answer.status == StatusCode::SEE_OTHER || state(app, list).await == Some(ProposalState::Submitted) {
            return;
        }
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", text(&answer.body));
    }
    panic!("{list} is never handed in");
}

/// Publishes what was handed in, as a validator who tries again until nobody else published in between.
async fn publish(app: &TestApp, ministry: &Person<'_>, list: &str) {
    let address = format!("/fr/valider/{}", code(list));
    for _ in 0..200 {
        let answer = ministry.post(&address, &[("do", "publish")]).await;
        if answer.status == StatusCode::SEE_OTHER || state(app, list).await.is_none() {
            return;
        }
    }
    panic!("{list} is never published");
}

/// A hundred editors correct ten records at once; each writes in a language of his own, so that nothing may be lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_editors_leave_a_linear_history_with_all_their_texts() {
    for app in apps().await {
        let (agent, ministry) = (agent(&app).await, ministry(&app).await);
        let corrections = (20..30u64).flat_map(|number| LANGS.map(|lang| (number, lang)));
        let lists = join_all(corrections.map(async |(number, lang)| {
            let list = correct(&agent, number).await;
            let (address, field) = (format!("{list}/titre"), format!("title.{lang}"));
            let saved = patient(async || {
                let page = agent.get(&address).await;
                if page.status != StatusCode::OK {
                    return page;
                }
                let edit = hidden(&page.body, "edit").to_owned();
                agent.post(&address, &[("edit", edit.as_str()), ("go", "next"), (field.as_str(), lang)]).await
            });
            target(&saved.await);
            hand_in(&app, &agent, &list).await;
            list
        }))
        .await;
        join_all(lists.iter().map(|list| publish(&app, &ministry, list))).await;
        for number in 20..30 {
            let history = app.state.journal.history(Kind::Partnership, id(number)).await.unwrap();
            let versions: Vec<i32> = history.iter().rev().map(|revision| revision.version).collect();
            assert_eq!(versions, (1..=11).collect::<Vec<i32>>());
            let body: Partnership = history[0].read().unwrap();
            assert!(LANGS.iter().all(|lang| body.title.exact(lang) == Some(lang)), "{:?}", body.title);
            // Each version adds one text to those before it: no save took another's away.
            for (newer, older) in history.iter().zip(&history[1..]) {
                let [newer, older] = [newer, older].map(|revision| revision.read::<Partnership>().unwrap().title);
                assert!(older.iter().all(|(lang, text)| newer.exact(lang) == Some(text)), "{older:?} {newer:?}");
                assert_eq!(newer.iter().count(), older.iter().count() + 1);
            }
        }
    }
}

/// A hundred editors write into ten drafts at once, the same field of each: whatever was answered "saved" is in the draft's
/// history, and whatever met another's text is shown beside it, until it is saved too.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_editors_of_ten_drafts_lose_no_text() {
    for app in apps().await {
        let (agent, ministry) = (agent(&app).await, ministry(&app).await);
        let lists = join_all((20..30u64).map(|number| correct(&agent, number))).await;
        let mut colleagues = Vec::new();
        for _ in LANGS {
            colleagues.push(sign_in(&app, Role::Agent, Scope::Organisation(id(LILLE))).await);
        }
        let editors = lists.iter().flat_map(|list| LANGS.map(|lang| (list, lang)));
        let met: Vec<u32> = join_all(editors.map(async |(list, lang)| {
            let colleague = &colleagues[LANGS.iter().position(|other| *other == lang).unwrap()];
            let (address, own) = (format!("{list}/titre"), format!("title.{lang}"));
            let own_choice = format!("choice:{own}");
            // Everyone adds his own text, and his own end to the French title.
            let mine = format!("Eau potable, dit {lang}");
            let page = patient(async || colleague.get(&address).await).await.body;
            let mut fields = vec![("edit", hidden(&page, "edit").to_owned()), ("go", "list".to_owned())];
            let mut met = 0;
            loop {
                let typed = [(own.as_str(), lang.to_owned()), ("title.fr", mine.clone())];
                let sent: Vec<(&str, &str)> =
                    fields.iter().chain(&typed).map(|(name, value)| (*name, value.as_str())).collect();
                let answer = patient(async || colleague.post(&address, &sent).await).await;
                if answer.status == StatusCode::SEE_OTHER {
                    return met;
                }
                assert_eq!(answer.status, StatusCode::CONFLICT);
                assert!(answer.body.contains(&mine), "the text typed is on the merge screen: {}", text(&answer.body));
                met += 1;
                assert!(met < 300, "never saved");
                let edit = hidden(&answer.body, "edit").to_owned();
                // The last French title stands; one's own text in the other language is kept.
                fields = vec![
                    ("edit", edit),
                    ("merge", "1".to_owned()),
                    ("go", "list".to_owned()),
                    ("choice:title.fr", "theirs".to_owned()),
                    (&own_choice, "mine".to_owned()),
                ];
            }
        }))
        .await;
        assert!(met.iter().sum::<u32>() > 0, "nobody met anybody: the test proves nothing");
        for list in &lists {
            let proposal = app.state.journal.proposal(code(list).parse().unwrap()).await.unwrap().unwrap();
            let title = Draft::read(&proposal).unwrap().partnership().title;
            assert!(LANGS.iter().all(|lang| title.exact(lang) == Some(lang)), "{title:?}");
            assert!(title.exact("fr").is_some_and(|title| title.starts_with("Eau potable, dit ")), "{title:?}");
            hand_in(&app, &agent, list).await;
            publish(&app, &ministry, list).await;
        }
        for number in 20..30 {
            let last = app.state.journal.newest(Kind::Partnership, id(number)).await.unwrap().unwrap();
            let title = last.read::<Partnership>().unwrap().title;
            assert_eq!((last.version, LANGS.iter().filter(|lang| title.exact(lang) == Some(lang)).count()), (2, 10));
        }
    }
}
