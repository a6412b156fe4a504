//! One page as the browser received it.

use serde_json::Value;

/// What a page's first visit, with an empty cache, sent and received.
#[derive(Debug)]
pub struct Visit {
    /// The page's address after redirections.
    pub url: String,
    /// The page's HTTP status.
    pub status: u16,
    /// The page's text as served.
    pub html: String,
    /// All that was loaded, the page first.
    pub requests: Vec<Request>,
    /// Errors in the console: scripts that fail, violations of the content security policy, files that are missing.
    pub console: Vec<String>,
}

/// Something that the page loaded.
#[derive(Debug, PartialEq)]
pub struct Request {
    /// Its address.
    pub url: String,
    /// Bytes received, compressed and with headers.
    pub bytes: u64,
}

impl Visit {
    /// Bytes received for the page and all that it loads.
    pub fn bytes(&self) -> u64 {
        self.requests.iter().map(|request| request.bytes).sum()
    }

    /// Requests to another host than the page's.
    pub fn third_parties(&self) -> Vec<&str> {
        let origin: String = self.url.split_inclusive('/').take(3).collect();
        let own = |url: &str| url.starts_with(&origin) || url.starts_with("data:");
        self.requests.iter().map(|request| request.url.as_str()).filter(|url| !own(url)).collect()
    }

    /// Every way in which the page falls short of what each page promises, whatever its width:
    /// valid HTML, a clean console, no third party, at most 100 kB and 15 requests.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = crate::html::faults(&self.html);
        faults.extend(self.console.iter().map(|message| format!("console: {message}")));
        faults.extend(self.third_parties().iter().map(|url| format!("third-party request: {url}")));
        if self.bytes() > 100_000 {
            faults.push(format!("{} bytes transferred, at most 100,000 wanted: {:?}", self.bytes(), self.requests));
        }
        if self.requests.len() > 15 {
            faults.push(format!("{} requests, at most 15 wanted: {:?}", self.requests.len(), self.requests));
        }
        faults
    }
}

/// The network log of one visit: the requests, and the page's own status and request id.
#[derive(Debug, Default)]
pub struct Network {
    pub requests: Vec<Request>,
    pub document: Option<Document>,
}

/// The answer that became the page.
#[derive(Debug)]
pub struct Document {
    pub id: String,
    pub status: u16,
}

impl Network {
    /// Reads the entries of chromedriver's performance log.
    pub fn from_log(entries: &[Value]) -> Self {
        let mut network = Self::default();
        let mut ids: Vec<String> = Vec::new();
        for entry in entries {
            let Some(event) = entry["message"].as_str().and_then(|text| serde_json::from_str::<Value>(text).ok())
            else {
                continue;
            };
            let event = &event["message"];
            let parameters = &event["params"];
            let id = parameters["requestId"].as_str().unwrap_or_default();
            match event["method"].as_str() {
                Some("Network.requestWillBeSent") => {
                    // A redirection sends the same request id again.
                    ids.push(id.to_owned());
                    let url = parameters["request"]["url"].as_str().unwrap_or_default().to_owned();
                    network.requests.push(Request { url, bytes: 0 });
                }
                // The page's request has the id of its load.
                Some("Network.responseReceived")
                    if parameters["loaderId"] == id && parameters["type"] == "Document" =>
                {
                    let status = parameters["response"]["status"].as_u64().unwrap_or_default();
                    network.document =
                        Some(Document { id: id.to_owned(), status: u16::try_from(status).unwrap_or_default() });
                }
                Some("Network.loadingFinished") => {
                    if let Some(index) = ids.iter().rposition(|known| known == id) {
                        network.requests[index].bytes =
                            parameters["encodedDataLength"].as_f64().unwrap_or_default() as u64;
                    }
                }
                _ => {}
            }
        }
        network
    }
}
