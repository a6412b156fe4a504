//! A chart as a file of its own: the drawing with its title, what it was counted on, its source and where to find it
//! again, so that it may leave the site without losing them.

use super::{escaped, put, series_class};

/// What a file shows.
pub struct File<'a> {
    /// The title.
    pub title: &'a str,
    /// What is shown, one paragraph each.
    pub lead: &'a [String],
    /// The drawing.
    pub drawing: Drawing,
    /// The classes and names of its legend.
    pub legend: Vec<(String, String)>,
    /// Source, licence, address, date, one paragraph each.
    pub foot: &'a [String],
}

/// A drawing of this module's charts.
pub struct Drawing {
    /// The `<svg>` element.
    pub svg: String,
    /// Its height: in rem, or as a share of its width.
    pub height: Height,
}

/// The height of a drawing.
#[derive(Debug, Clone, Copy)]
pub enum Height {
    /// In rem, whatever the width.
    Rem(f64),
    /// A share of the width.
    Share(f64),
}

/// Width of the file and of its margins, in pixels.
const WIDTH: f64 = 960.0;
const MARGIN: f64 = 32.0;
/// Pixels in a rem: programs that draw files know none.
const REM: f64 = 16.0;
/// The light colours of `app.css`: a file is printed or pasted on white.
const STYLE: &str = "text{font:14px 'DejaVu Sans',Verdana,Arial,sans-serif;fill:#1d2733}\
.title{font:bold 24px Georgia,'DejaVu Serif',serif;fill:#12355b}.strong{font-weight:bold}.soft,.scale{fill:#55606c}.scale{stroke:#fff;stroke-width:4px;paint-order:stroke}\
.foot{font-size:12px;fill:#55606c}.axis{stroke:#dcd3c2}.line{fill:none;stroke-width:2.5px;vector-effect:non-scaling-stroke}\
.s1{fill:#12355b}.s2{fill:#c0673f}.s3{fill:#3d9490}.s4{fill:#b9973f}.s5{fill:#7b6c8f}.s6{fill:#8b9096}\
.line.s1{stroke:#12355b}.line.s2{stroke:#c0673f}.line.s3{stroke:#3d9490}.line.s4{stroke:#b9973f}.line.s5{stroke:#7b6c8f}\
.line.s6{stroke:#8b9096}.line.s1,.line.s2,.line.s3,.line.s4,.line.s5,.line.s6{fill:none}\
.land{fill:#ded5c3;stroke:#fff;stroke-width:.6}.land path{vector-effect:non-scaling-stroke}\
.in-narrow{display:none}\
.q0{fill:#ded5c3}.q1{fill:#cfe0dc}.q2{fill:#9ec6c0}.q3{fill:#64a6a2}.q4{fill:#2f8080}.q5{fill:#0f5558}";

impl File<'_> {
    /// The whole file.
    pub fn svg(&self) -> String {
        let mut body = String::new();
        let mut y = MARGIN + 24.0;
        paragraph(&mut body, "title", self.title, 62, 30.0, &mut y);
        for text in self.lead {
            paragraph(&mut body, "soft", text, 110, 20.0, &mut y);
        }
        self.legend(&mut body, &mut y);
        let width = WIDTH - 2.0 * MARGIN;
        let height = match self.drawing.height {
            Height::Rem(height) => height * REM,
            Height::Share(share) => share * width,
        };
        let drawing = in_pixels(&self.drawing.svg).replacen("width=\"100%\"", "", 1);
        let drawing = without_height(&drawing);
        let place = format!("<svg x=\"{MARGIN}\" y=\"{y:.0}\" width=\"{width}\" height=\"{height:.0}\" ");
        body.push_str(&drawing.replacen("<svg ", &place, 1));
        y += height + 36.0;
        for text in self.foot {
            paragraph(&mut body, "foot", text, 128, 17.0, &mut y);
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" \
             height=\"{y:.0}\" viewBox=\"0 0 {WIDTH} {y:.0}\"><style>{STYLE}</style>\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>{body}</svg>\n"
        )
    }

    /// The legend, in as many rows as it takes.
    fn legend(&self, out: &mut String, y: &mut f64) {
        if self.legend.is_empty() {
            *y += 8.0;
            return;
        }
        let mut x = MARGIN;
        for (class, name) in &self.legend {
            let width = 42.0 + 7.6 * name.chars().count() as f64;
            if x > MARGIN && x + width > WIDTH - MARGIN {
                (x, *y) = (MARGIN, *y + 22.0);
            }
            put(
                out,
                format_args!(
                    "<rect class=\"{class}\" x=\"{x:.0}\" y=\"{:.0}\" width=\"12\" height=\"12\"/>\
                     <text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
                    *y - 6.0,
                    x + 18.0,
                    *y + 5.0,
                    escaped(name)
                ),
            );
            x += width;
        }
        *y += 28.0;
    }
}

/// The legend of some series.
pub fn series_legend(series: &[String]) -> Vec<(String, String)> {
    series.iter().enumerate().map(|(at, name)| (series_class(at), name.clone())).collect()
}

/// A paragraph broken into lines of about `letters`, each `line` pixels below the other.
fn paragraph(out: &mut String, class: &str, text: &str, letters: usize, line: f64, y: &mut f64) {
    for row in rows(text, letters) {
        put(out, format_args!("<text class=\"{class}\" x=\"{MARGIN}\" y=\"{:.0}\">{}</text>", *y, escaped(&row)));
        *y += line;
    }
}

/// A text broken between words, never at a space that does not break, and within words longer than a line, such as addresses.
pub(super) fn rows(text: &str, letters: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let last = rows.last_mut().expect("there is a row from the start");
            let room = letters.saturating_sub(last.chars().count() + usize::from(!last.is_empty()));
            if word.len() <= room {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.extend(word);
                break;
            }
            if last.is_empty() {
                last.extend(word.drain(..letters));
            }
            rows.push(String::new());
        }
    }
    rows
}

/// Lengths in rem made pixels.
fn in_pixels(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    for piece in svg.split_inclusive("rem\"") {
        let number = piece.strip_suffix("rem\"").and_then(|rest| rest.rsplit_once('"'));
        match number.and_then(|(before, number)| Some((before, number.parse::<f64>().ok()?))) {
            Some((before, rem)) => put(&mut out, format_args!("{before}\"{:.1}\"", rem * REM)),
            None => out.push_str(piece),
        }
    }
    out
}

/// A drawing without the height of its outermost element.
fn without_height(svg: &str) -> String {
    let end = svg.find('>').unwrap_or(svg.len());
    let (head, rest) = svg.split_at(end);
    match head.find(" height=\"") {
        Some(from) => {
            let to = head[from + 9..].find('"').map_or(head.len(), |length| from + 9 + length + 1);
            format!("{}{}{rest}", &head[..from], &head[to..])
        }
        None => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chart::bars::{Bar, Bars, Layout, Part, WIDE};

    #[test]
    fn a_file_holds_all_that_it_is_told_and_no_rem() {
        let bars = Bars {
            title: "Titre".into(),
            description: "Description".into(),
            series: vec![],
            bars: vec![Bar {
                label: "12rem\" & <b>".into(),
                total: "3".into(),
                parts: vec![Part { series: 0, value: 3.into(), text: "3".into() }],
            }],
            letters: WIDE,
            locale: crate::web::Locale::default(),
        };
        let drawing =
            Drawing { svg: bars.svg("d", Layout::Stacked), height: Height::Rem(bars.height(Layout::Stacked)) };
        let file = File {
            title: "Partenariats & <pays>",
            lead: &["Tous".into()],
            drawing,
            legend: vec![("s1".into(), "Mali".into())],
            foot: &["https://atlas.example.org/fr/statistiques?a=1&b=2".into()],
        };
        let svg = file.svg();
        assert!(svg.contains("Partenariats &amp; &lt;pays&gt;") && svg.contains("statistiques?a=1&amp;b=2"));
        assert!(svg.contains("12rem&quot; &amp; &lt;b&gt;") && svg.matches("rem").count() == 2, "{svg}");
        assert!(svg.contains("<svg x=\"32\"") && svg.contains("width=\"896\" height=\"44\""), "{svg}");
    }

    #[test]
    fn a_row_ends_at_no_space_that_does_not_break() {
        let text = "de 10\u{202f}000\u{a0}€ à 20\u{202f}000\u{a0}€";
        assert_eq!(rows(text, 13), ["de 10\u{202f}000\u{a0}€ à", "20\u{202f}000\u{a0}€"]);
    }

    proptest! {
        #[test]
        fn no_row_is_too_long_and_no_letter_lost(text in "[a-zé ]{0,80}", letters in 3usize..20) {
            let rows = rows(&text, letters);
            prop_assert!(rows.iter().all(|row| row.chars().count() <= letters));
            let kept = |text: &str| text.replace(' ', "");
            prop_assert_eq!(kept(&rows.concat()), kept(&text), "{:?}", rows);
        }
    }
}
