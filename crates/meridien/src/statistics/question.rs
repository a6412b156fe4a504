//! What an address asks of the statistics: the address is the whole state.

use meridien_search::LineFilter;
use strum::VariantArray;

use super::axis::Axis;
use super::measure::Measure;
use crate::index::Fields;
use crate::partnership::criteria::{Criteria, View, query_of};
use crate::partnership::dimension::Dimension;
use crate::partnership::funding::Stage;
use crate::partnership::query::chosen_lines;
use crate::web::error::Fault;
use crate::web::parameters::Parameters;
use crate::web::{Error, Locale, Visit};

/// How figures are drawn, in the order shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub(crate) enum Drawing {
    /// Bars; side by side where there are several for each row.
    Bars,
    /// Bars, those of a row one after the other.
    Stacked,
    /// Lines over the years.
    Lines,
    /// Countries in shades.
    Map,
}

impl Drawing {
    /// The word used in addresses.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Drawing::Bars => "barres",
            Drawing::Stacked => "empile",
            Drawing::Lines => "lignes",
            Drawing::Map => "carte",
        }
    }

    /// Whether each series is measured from zero, so that a great one makes the others small.
    pub(crate) fn sets_others_apart(self) -> bool {
        matches!(self, Drawing::Bars | Drawing::Lines)
    }

    /// The key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Drawing::Bars => "drawing-bars",
            Drawing::Stacked => "drawing-stacked",
            Drawing::Lines => "drawing-lines",
            Drawing::Map => "drawing-map",
        }
    }
}

/// What makes the rows where nothing is said.
const USUAL_ROWS: Axis = Axis::Of(Dimension::Country);

/// The parameter of the form in which a figure is composed.
pub(crate) const COMPOSER: &str = "composer";

/// The part of an address that is the statistics' own.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Choice {
    pub(crate) measure: Measure,
    /// What makes the rows; countries where nothing is said.
    pub(crate) rows: Option<Axis>,
    /// What makes the columns, if anything.
    pub(crate) columns: Option<Axis>,
    /// How it is drawn, where the reader does not leave that to the figures.
    pub(crate) drawing: Option<Drawing>,
    /// The stages that are summed; none means all.
    pub(crate) stages: Vec<Stage>,
    /// A second selection to compare with.
    pub(crate) compared: Option<Criteria>,
}

impl Choice {
    /// Reads the parameters of an address; whatever has no such value is a fault of `parameters`.
    pub(crate) fn read(visit: &Visit, parameters: &mut Parameters) -> Choice {
        ["par", "et", "mesure", "graphique", "comparer"].into_iter().for_each(|name| parameters.once(name));
        let axis_key = |axis: Axis| axis.key(Measure::default());
        let mut axis = |name| parameters.labelled(name, &Axis::ALL, Axis::code, axis_key).pop();
        let (rows, columns) = (axis("par"), axis("et"));
        Choice {
            rows,
            columns,
            measure: parameters.labelled("mesure", Measure::ALL, Measure::code, Measure::key).pop().unwrap_or_default(),
            drawing: parameters.labelled("graphique", Drawing::VARIANTS, Drawing::code, Drawing::key).pop(),
            stages: parameters.labelled("etape", Stage::ALL, stage_code, Stage::key),
            compared: parameters.values("comparer", |query| selection(visit, query), words_meant).pop(),
        }
    }

    /// The nearest choice whose parts go together: a form sends all of its fields, though only one was changed.
    pub(crate) fn reconciled(mut self) -> Choice {
        if self.measure != Measure::Amount {
            self.rows.take_if(|axis| *axis == Axis::Stage);
            self.columns.take_if(|axis| *axis == Axis::Stage);
            self.stages.clear();
        }
        let rows = self.rows.unwrap_or(USUAL_ROWS);
        let compared = self.compared.is_some();
        self.columns.take_if(|axis| compared || *axis == rows);
        let drawings = drawings(rows, &self);
        self.drawing.take_if(|drawing| !drawings.contains(drawing));
        self
    }

    /// The parameters of the address, in an order of their own.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.measure != Measure::default() {
            pairs.push(("mesure", self.measure.code().to_owned()));
        }
        pairs.extend(self.rows.map(|axis| ("par", axis.code().to_owned())));
        pairs.extend(self.columns.map(|axis| ("et", axis.code().to_owned())));
        pairs.extend(self.drawing.map(|drawing| ("graphique", drawing.code().to_owned())));
        pairs.extend(self.stages.iter().map(|stage| ("etape", stage_code(*stage).to_owned())));
        pairs.extend(self.compared.as_ref().map(|criteria| ("comparer", encoded(criteria))));
        pairs
    }
}

/// The word of a stage in addresses.
pub(crate) fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "prevu",
        Stage::Committed => "engage",
        Stage::Disbursed => "verse",
        Stage::Unknown => "inconnu",
    }
}

/// The word for all partnerships as a second selection: a parameter without a value would be left out.
const EVERYTHING: &str = "tous";

/// A selection in the form in which it is one parameter of an address.
pub(crate) fn encoded(criteria: &Criteria) -> String {
    let query = query_of(&criteria.pairs());
    if query.is_empty() { EVERYTHING.to_owned() } else { query }
}

/// Reads a selection out of a parameter: words and filters alone, of which there is one at least.
fn selection(visit: &Visit, query: &str) -> Option<Criteria> {
    if query == EVERYTHING {
        return Some(Criteria { lang: visit.locale.lang, ..Criteria::default() });
    }
    // A space is no sign of an address: `+` is one in a query.
    let query = query.replace(' ', "+");
    format!("/?{query}").parse::<axum::http::Uri>().ok()?;
    // A name without a value would be left out, as that of an empty field is.
    let is_named = query.split('&').all(|pair| pair.contains('='));
    let mut parameters = Parameters::of(&Visit { query: Some(query), ..visit.clone() });
    let criteria = Criteria::read(&mut parameters);
    parameters.finish().ok()?;
    let only_filters = criteria.view == View::default() && criteria.page <= 1;
    (is_named && only_filters && criteria.narrows()).then_some(criteria)
}

/// The selection that bare words stand for.
fn words_meant(text: &str) -> Option<String> {
    let is_words = !text.contains(['=', '&']) && text.chars().any(char::is_alphanumeric);
    is_words.then(|| query_of(&[("q", text.to_owned())]))
}

/// What is asked, complete and consistent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    /// The selection.
    pub(crate) criteria: Criteria,
    pub(crate) choice: Choice,
    pub(crate) rows: Axis,
    pub(crate) drawing: Drawing,
}

impl Question {
    /// A question on some partnerships.
    ///
    /// # Errors
    /// [`Error::BadRequest`] where its parts do not go together.
    pub(crate) fn new(criteria: Criteria, choice: Choice) -> Result<Question, Error> {
        let rows = choice.rows.unwrap_or(USUAL_ROWS);
        let drawing = choice.drawing.unwrap_or_else(|| usual_drawing(rows, &choice));
        let criteria = Criteria { view: View::Statistics, figure: choice.pairs(), ..criteria };
        let question = Question { criteria, choice, rows, drawing };
        let faults = question.faults();
        if faults.is_empty() { Ok(question) } else { Err(Error::BadRequest(faults)) }
    }

    fn faults(&self) -> Vec<Fault> {
        let Choice { measure, columns, stages, compared, .. } = &self.choice;
        let mut faults = Vec::new();
        let mut fault = |parameter: &str, value: &str, key| {
            faults.push(Fault::new(key, parameter, value));
        };
        if *measure != Measure::Amount {
            if self.rows == Axis::Stage {
                fault("par", Axis::Stage.code(), "fault-stage-without-money");
            }
            if *columns == Some(Axis::Stage) {
                fault("et", Axis::Stage.code(), "fault-stage-without-money");
            }
            if !stages.is_empty() {
                fault("etape", "", "fault-stage-without-money");
            }
        }
        if *columns == Some(self.rows) {
            fault("et", self.rows.code(), "fault-same-axis");
        }
        if let (Some(columns), Some(_)) = (columns, compared) {
            fault("et", columns.code(), "fault-compared-in-columns");
        }
        if !drawings(self.rows, &self.choice).contains(&self.drawing) {
            fault("graphique", self.drawing.code(), "fault-drawing");
        }
        faults
    }

    /// The parts of money that are looked at: by stage, and by what the partnerships are chosen for.
    pub(crate) fn lines(&self, criteria: &Criteria, fields: &Fields) -> Vec<LineFilter> {
        if self.choice.measure != Measure::Amount {
            return Vec::new();
        }
        let stages: Vec<u64> =
            (0..).zip(Stage::ALL).filter(|(_, stage)| self.choice.stages.contains(stage)).map(|(at, _)| at).collect();
        let staged = (!stages.is_empty()).then_some(LineFilter::In(fields.line.stage, stages));
        staged.into_iter().chain(chosen_lines(&criteria.chosen, fields)).collect()
    }

    /// The address of the figures as a page.
    pub(crate) fn href(&self, l: Locale) -> String {
        self.criteria.href(l)
    }

    /// The address of the figures as a file, such as `.csv`.
    pub(crate) fn download(&self, l: Locale, extension: &str) -> String {
        let pairs: Vec<_> = self.criteria.pairs().into_iter().filter(|(name, _)| *name != "vue").collect();
        l.address(&format!("/partenariats/statistiques{extension}"), &query_of(&pairs))
    }

    /// The name of such a file.
    pub(crate) fn file_name(&self, extension: &str) -> String {
        let columns = self.choice.columns.map(|columns| format!("-et-{}", columns.code())).unwrap_or_default();
        format!("{}-par-{}{columns}{extension}", self.choice.measure.code(), self.rows.code())
    }

    /// The same partnerships and no view: what lists and comparisons begin with.
    pub(crate) fn selection(&self) -> Criteria {
        self.criteria.but(|criteria| {
            criteria.view = View::default();
            criteria.figure.clear();
        })
    }
}

/// The drawings that these figures can have.
pub(crate) fn drawings(rows: Axis, choice: &Choice) -> Vec<Drawing> {
    let can = |drawing: &Drawing| match drawing {
        Drawing::Bars => true,
        Drawing::Stacked => are_parts_of_wholes(choice),
        Drawing::Lines => rows == Axis::Year,
        Drawing::Map => rows == Axis::Of(Dimension::Country) && choice.columns.is_none() && choice.compared.is_none(),
    };
    Drawing::VARIANTS.iter().copied().filter(can).collect()
}

fn usual_drawing(rows: Axis, choice: &Choice) -> Drawing {
    match rows {
        Axis::Year => Drawing::Lines,
        _ if are_parts_of_wholes(choice) => Drawing::Stacked,
        _ => Drawing::Bars,
    }
}

/// Whether the columns of a row sum to its whole: those that share things sum to more, and a bar of them would be longer than
/// its figure.
fn are_parts_of_wholes(choice: &Choice) -> bool {
    choice.columns.is_some_and(|axis| !axis.is_shared(choice.measure))
}
