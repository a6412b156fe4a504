//! Declarations: how a partnership is written, handed in, validated and corrected.
//!
//! - [`form`] turns what a browser sends into a body and back, drawn from the one catalogue of fields; [`value`] reads one
//!   field, [`control`] draws it, [`registers`] finds the records that names mean.
//! - [`json`] reads what a program sends, as [`form`] reads what a browser sends, from the same catalogue.
//! - [`draft`] is what a proposal holds, [`section`] what is asked on which page, [`workflow`] who may do which step, [`trifle`]
//!   what may be mended while validating; [`work`] joins them to the account at work.
//! - Pages: [`space`] (what is mine), [`start`], [`tasks`] (the list, the check, handing in), [`editor`] (one section),
//!   [`merge`] (two texts of one field), [`moved`] (what is sent too late), [`review`] (validation), [`stewardship`] (withdraw,
//!   merge, restore; [`joining`] says what goes along; [`fate`] what corrections under way are told), [`pairs`] (records that may
//!   be one), [`mistakes`] (reports by readers). [`letters`] tell those whom it concerns.

pub mod control;
#[cfg(test)]
mod crowd_tests;
pub mod draft;
pub mod duplicates;
pub mod editor;
mod fate;
pub mod form;
mod joining;
pub mod json;
pub mod letters;
pub mod merge;
pub mod mistakes;
mod moved;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod pair_tests;
mod pairs;
pub mod program;
pub mod registers;
pub mod review;
pub mod section;
pub mod space;
pub mod start;
pub mod stewardship;
pub mod tasks;
#[cfg(test)]
mod tests;
mod trifle;
#[cfg(test)]
mod validation_tests;
pub mod value;
pub mod work;
pub mod workflow;

use axum::Router;
use axum::routing::{get, post};

use crate::app::State;

/// The addresses under each language's prefix.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/espace", get(space::show))
        .route("/declarer", get(start::show).post(start::begin))
        .route("/declarer/choix/{register}", get(registers::suggest))
        .route("/declarer/{proposal}", get(tasks::show))
        .route("/declarer/{proposal}/verifier", get(tasks::check).post(tasks::submit))
        .route("/declarer/{proposal}/envoye", get(tasks::sent))
        .route("/declarer/{proposal}/reprendre", post(tasks::recall))
        .route("/declarer/{proposal}/abandonner", post(tasks::discard))
        .route("/declarer/{proposal}/{section}", get(editor::show).post(editor::save))
        .route("/valider", get(review::queue))
        .route("/valider/{proposal}", get(review::show).post(review::decide))
        .route("/partenariats/{id}/modifier", get(start::correct).post(start::begin_correction))
        .route("/gerer", get(stewardship::list))
        .route("/partenariats/{id}/gerer", get(stewardship::show).post(stewardship::act))
        .route("/partenariats/{id}/signaler", get(mistakes::show).post(mistakes::send))
        .route("/admin/doublons", get(pairs::show).post(pairs::dismiss))
        .route("/signalements", get(mistakes::queue))
        .route("/signalements/{code}", get(mistakes::follow).post(mistakes::answer))
}
