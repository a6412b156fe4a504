//! Any text is read as an old record page, without a panic, and no blank page has content.

#![no_main]

use libfuzzer_sys::fuzz_target;
use meridien_legacy::{Page, read_with_persons};

fuzz_target!(|text: &str| {
    let (page, persons) = read_with_persons(text);
    if text.trim().is_empty() {
        let empty = Page { notices: page.notices.clone(), ..Page::default() };
        assert_eq!((page, persons), (empty, Vec::new()));
        return;
    }
    let lines = text.split('\n').count();
    for line in page.unread.iter().map(|unread| unread.line).chain(page.notices.iter().map(|notice| notice.line)) {
        assert!(line as usize <= lines, "line {line} of {lines}");
    }
});
