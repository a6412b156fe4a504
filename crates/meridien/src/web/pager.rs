//! The pages of a list: which there are, and their addresses.

use super::Error;

/// The way through the pages of a list; shown by `web/pager.html`.
pub struct Pager {
    /// The page shown, from 1.
    pub page: usize,
    /// How many there are, at least 1.
    pub pages: usize,
    /// The address of a page.
    address: Box<dyn Fn(usize) -> String + Send + Sync>,
}

impl Pager {
    /// The pages of `total` results, `size` on each.
    ///
    /// # Errors
    /// [`Error::PastTheEnd`] where there is no such page.
    pub fn new(
        page: usize,
        total: u64,
        size: usize,
        address: impl Fn(usize) -> String + Send + Sync + 'static,
    ) -> Result<Pager, Error> {
        let pages = usize::try_from(total.div_ceil(size as u64)).unwrap_or(usize::MAX).max(1);
        if page > pages {
            return Err(Error::PastTheEnd(address(pages)));
        }
        Ok(Pager { page, pages, address: Box::new(address) })
    }

    /// The address of a page.
    pub fn href(&self, page: &usize) -> String {
        (self.address)(*page)
    }

    /// The page before.
    pub fn previous(&self) -> Option<usize> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after.
    pub fn next(&self) -> Option<usize> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// The pages to show: the first, the last and those around this one; `None` stands for a gap.
    pub fn steps(&self) -> Vec<Option<usize>> {
        let near = |page: usize| page == 1 || page == self.pages || page.abs_diff(self.page) <= 2;
        let mut steps = Vec::new();
        let mut last = 0;
        let around = self.page.saturating_sub(2).max(1)..=(self.page + 2).min(self.pages);
        for page in [1].into_iter().chain(around).chain([self.pages]).filter(|page| near(*page)) {
            if page <= last {
                continue;
            }
            // A gap of one page is that page.
            match page - last {
                1 => {}
                2 => steps.push(Some(page - 1)),
                _ => steps.push(None),
            }
            steps.push(Some(page));
            last = page;
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(page: usize, total: u64) -> String {
        let pager = Pager::new(page, total, 10, |page| page.to_string()).unwrap();
        let step = |step: Option<usize>| step.map_or("…".to_owned(), |page| page.to_string());
        pager.steps().into_iter().map(step).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn shows_the_ends_and_the_neighbours() {
        assert_eq!(steps(1, 0), "1");
        assert_eq!(steps(1, 30), "1 2 3");
        assert_eq!(steps(1, 140), "1 2 3 … 14");
        assert_eq!(steps(7, 140), "1 … 5 6 7 8 9 … 14");
        assert_eq!(steps(4, 140), "1 2 3 4 5 6 … 14");
        assert_eq!(steps(5, 80), "1 2 3 4 5 6 7 8");
        assert_eq!(steps(14, 140), "1 … 12 13 14");
    }

    #[test]
    fn there_is_no_page_past_the_end() {
        let last = |page, total| match Pager::new(page, total, 10, |page| page.to_string()) {
            Err(Error::PastTheEnd(last)) => last,
            _ => String::new(),
        };
        assert_eq!((last(15, 140), last(2, 0)), ("14".to_owned(), "1".to_owned()));
    }
}
