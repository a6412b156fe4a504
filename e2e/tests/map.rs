//! The map of the search page: whole without a script; with one, to zoom and move by keyboard, by buttons and on a small
//! telephone, with figures that add up and nothing from elsewhere.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Scheme, Site, Visit};
use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::Value;

const MAP: &str = "/fr/partenariats?vue=carte";
/// Software rendering on a busy machine.
const READY: Duration = Duration::from_secs(60);

async fn run(browser: &Browser, script: &str) -> Result<Value> {
    Ok(browser.client().execute(script, Vec::new()).await?)
}

/// Opens the map and waits until it can be moved.
async fn open(browser: &Browser, site: &Site) -> Result<Visit> {
    let visit = browser.visit(&site.url(MAP)).await?;
    wait(browser, "document.querySelector('[data-map]').dataset.state").await?;
    assert_eq!(run(browser, "return document.querySelector('[data-map]').dataset.state").await?, "ready");
    Ok(visit)
}

/// Waits until an expression is true.
async fn wait(browser: &Browser, expression: &str) -> Result<()> {
    let script = format!("return Boolean({expression})");
    for _ in 0..READY.as_millis() / 100 {
        if run(browser, &script).await? == true {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("never true: {expression}")
}

/// The partnerships counted by all the discs.
async fn sum(browser: &Browser) -> Result<u64> {
    let sum = "return [...document.querySelectorAll('.spot')]
        .reduce((sum, spot) => sum + Number(spot.textContent.replace(/\\D/g, '')), 0)";
    run(browser, sum).await?.as_u64().context("no number")
}

/// The first number of a text such as "1 234 partenariats".
fn number(text: &str) -> Option<u64> {
    let digits = text.chars().skip_while(|sign| !sign.is_ascii_digit());
    let digits = digits.take_while(|sign| sign.is_ascii_digit() || sign.is_whitespace());
    digits.filter(char::is_ascii_digit).collect::<String>().parse().ok()
}

async fn press(browser: &Browser, key: Key) -> Result<Element> {
    let client = browser.client();
    client.active_element().await?.send_keys(&key.to_string()).await?;
    Ok(client.active_element().await?)
}

#[tokio::test]
async fn the_map_is_whole_without_scripts() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_scripts(false).await?;
    let visit = browser.visit(&site.url(MAP)).await?;
    assert_eq!(visit.faults(), Vec::<String>::new());
    assert!(visit.html.contains("<svg class=\"map\"") && visit.html.contains("<circle "));
    let client = browser.client();
    client.find(Locator::Css("#lieux details:last-of-type summary")).await?.click().await?;
    let place = client.find(Locator::Css("#lieux details:last-of-type tbody a")).await?;
    assert!(place.is_displayed().await?, "the first place of the table leads to its partnerships");
    Ok(())
}

#[tokio::test]
async fn the_interactive_map_looks_right_everywhere() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let mut faults = Vec::new();
    for width in [320, 1280] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            browser.set_width(width).await?;
            browser.set_scheme(scheme).await?;
            let visit = open(&browser, &site).await?;
            faults.extend(visit.third_parties().into_iter().map(str::to_owned));
            faults.extend(visit.console.clone());
            faults.extend(browser.accessibility_faults().await?);
            faults.extend(browser.overflow().await?);
            let loaded = "return performance.getEntriesByType('resource').map(({ name }) => name)
                .filter((name) => !name.startsWith(location.origin) && !name.startsWith('data:'))";
            faults.extend(serde_json::from_value::<Vec<String>>(run(&browser, loaded).await?)?);
            browser.screenshot(&format!("carte-{width}-{}", scheme.name()), width).await?;
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[tokio::test]
async fn what_a_disc_says_is_whole_on_a_telephone() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_width(320).await?;
    open(&browser, &site).await?;
    let cut = "const box = (element) => element.getBoundingClientRect();
        const within = (inner, outer) => inner.left >= outer.left && inner.right <= outer.right
            && inner.top >= outer.top && inner.bottom <= outer.bottom;
        const isCut = (spot) => {
            spot.click();
            const popup = document.querySelector('.maplibregl-popup');
            return !within(box(popup), box(document.querySelector('.atlas-canvas')))
                || !within(box(document.activeElement), box(popup));
        };
        return [...document.querySelectorAll('.spot')].filter(isCut).map(({ title }) => title)";
    assert_eq!(run(&browser, cut).await?, serde_json::json!([]), "each popup is inside the map, its way on inside it");
    Ok(())
}

#[tokio::test]
async fn discs_sum_to_what_the_note_says_at_each_zoom() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    open(&browser, &site).await?;
    let client = browser.client();
    for _ in 0..4 {
        let note = client.find(Locator::Css(".atlas-note")).await?.text().await?;
        assert_eq!(Some(sum(&browser).await?), number(&note), "{note}");
        let address = run(&browser, "return document.querySelectorAll('.spot').length").await?;
        client.find(Locator::Css(".atlas-tools button")).await?.click().await?;
        wait(&browser, &format!("document.querySelectorAll('.spot').length !== {address}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn borders_that_could_not_be_had_are_asked_for_again() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    open(&browser, &site).await?;
    let refuse_once = "const { borders } = JSON.parse(document.querySelector('[data-map]').dataset.map);
        const fetched = window.fetch;
        window.asked = 0;
        window.fetch = (address, options) => address === borders && ++window.asked === 1
            ? Promise.reject(new Error('no network')) : fetched(address, options)";
    run(&browser, refuse_once).await?;
    let client = browser.client();
    for _ in 0..10 {
        if run(&browser, "return window.asked > 1").await? == true {
            break;
        }
        client.find(Locator::Css(".atlas-tools button")).await?.click().await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(run(&browser, "return window.asked").await?, 2);
    assert_eq!(run(&browser, "return document.querySelector('[data-map]').dataset.state").await?, "ready");
    Ok(())
}

#[tokio::test]
async fn the_keyboard_reaches_every_disc_and_leaves_the_map() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    open(&browser, &site).await?;
    run(&browser, "document.querySelector('.maplibregl-canvas').focus()").await?;

    let disc = press(&browser, Key::Tab).await?;
    let first = disc.attr("aria-label").await?.context("a disc has a name")?;
    assert!(number(&first).is_some(), "{first}");
    let second = press(&browser, Key::Right).await?.attr("aria-label").await?;
    assert!(second.is_some_and(|second| second != first), "the arrow leads on");

    let inside = press(&browser, Key::Enter).await?;
    assert!(["a", "button"].contains(&inside.tag_name().await?.as_str()), "the popup has a way on");
    run(
        &browser,
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))",
    )
    .await?;
    let back = browser.client().active_element().await?;
    assert!(back.attr("class").await?.is_some_and(|class| class.contains("spot")), "Escape leads back to the disc");

    let after = press(&browser, Key::Tab).await?;
    let tools = "return Boolean(document.activeElement.closest('.atlas-tools'))";
    assert_eq!(run(&browser, tools).await?, true, "one stop for all discs: {:?}", after.html(false).await?);
    for _ in 0..7 {
        press(&browser, Key::Tab).await?;
    }
    let left = "return !document.activeElement.closest('.atlas-view')";
    assert_eq!(run(&browser, left).await?, true, "no trap");
    Ok(())
}

/// Whoever gets no figures keeps the drawing that the page came with, and is told.
#[tokio::test]
async fn the_drawing_stays_where_the_first_figures_do_not_come() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let refused = "const reached = window.fetch;
        window.fetch = (address, ...others) => String(address).includes('/carte.json')
            ? Promise.resolve(new Response('', { status: 503 })) : reached(address, ...others);";
    browser.set_first_script(refused).await?;
    browser.visit(&site.url(MAP)).await?;
    wait(&browser, "document.querySelector('[data-map]').dataset.state").await?;
    assert_eq!(run(&browser, "return document.querySelector('[data-map]').dataset.state").await?, "failed");
    let client = browser.client();
    assert!(client.find(Locator::Css("svg.map")).await?.is_displayed().await?);
    assert!(client.find_all(Locator::Css(".atlas-canvas")).await?.is_empty());
    let note = client.find(Locator::Css(".atlas-note")).await?.text().await?;
    assert!(note.starts_with("La carte interactive ne peut pas s’ouvrir ici"), "{note}");
    Ok(())
}

#[tokio::test]
async fn figures_that_do_not_come_later_are_said_to_be_old() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    open(&browser, &site).await?;
    let refuse = "window.reached = window.fetch;
        window.fetch = (address, ...others) => String(address).includes('/carte.json')
            ? Promise.reject(new TypeError('no network')) : window.reached(address, ...others);";
    run(&browser, refuse).await?;
    let nearer = browser.client().find(Locator::Css(".atlas-tools button")).await?;
    nearer.click().await?;
    let note = "document.querySelector('.atlas-note').textContent";
    wait(&browser, &format!("{note}.startsWith('La carte n’a pas pu être mise à jour')")).await?;
    run(&browser, "window.fetch = window.reached").await?;
    nearer.click().await?;
    wait(&browser, &format!("/^Partenariats sur cette vue/.test({note})")).await?;
    Ok(())
}

/// The zone that is asked for is wider than the frame: a disc that nobody sees is no stop of the Tab key.
#[tokio::test]
async fn the_tab_key_leads_to_a_disc_within_the_frame_at_any_zoom() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    browser.set_width(320).await?;
    open(&browser, &site).await?;
    let nearer = browser.client().find(Locator::Css(".atlas-tools button")).await?;
    for zoom in 0..5 {
        run(&browser, "document.querySelector('.maplibregl-canvas').focus()").await?;
        press(&browser, Key::Tab).await?;
        let seen = "const frame = document.querySelector('.atlas-canvas').getBoundingClientRect();
            const within = (spot) => {
                const { left, top, width, height } = spot.getBoundingClientRect();
                const [x, y] = [left + width / 2, top + height / 2];
                return x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
            };
            const at = document.activeElement;
            // Where no disc is seen, there is none to stop at.
            return at.matches('.spot') ? within(at) : ![...document.querySelectorAll('.spot')].some(within);";
        assert_eq!(run(&browser, seen).await?, true, "after {zoom} steps nearer");
        nearer.click().await?;
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    Ok(())
}
