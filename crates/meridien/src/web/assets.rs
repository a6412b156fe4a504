//! The style sheet and other files of `assets/`, inside the program, under addresses that change with
//! their content: a browser keeps them for ever and never shows an old one.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::Error;
use crate::value::hex;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// The address of a file of `assets/`: `app.css` is `/assets/app-0a1b2c3d4e5f.css`.
pub fn address(name: &str) -> String {
    match (Assets::get(name), name.rsplit_once('.')) {
        (Some(file), Some((stem, extension))) => format!("/assets/{stem}-{}.{extension}", mark(&file)),
        _ => {
            tracing::error!(name, "no such asset");
            format!("/assets/{name}")
        }
    }
}

/// The part of an address that changes with the content: 48 bits of its SHA-256.
fn mark(file: &EmbeddedFile) -> String {
    hex(&file.metadata.sha256_hash()[..6])
}

/// `/assets/{*name}`: a file under its current address, kept for a year; under another one, 404.
pub async fn show(Path(address): Path<String>) -> Result<Response, Error> {
    let (name, asked) = split(&address).ok_or(Error::NotFound)?;
    let file = Assets::get(&name).filter(|file| mark(file) == asked).ok_or(Error::NotFound)?;
    Ok(answer(&name, file, "public, max-age=31536000, immutable"))
}

/// `/favicon.ico`: where browsers look without being told.
pub async fn icon() -> Result<Response, Error> {
    let file = Assets::get("icon.svg").ok_or(Error::NotFound)?;
    Ok(answer("icon.svg", file, "public, max-age=86400"))
}

/// `app-0a1b2c3d4e5f.css` → (`app.css`, `0a1b2c3d4e5f`).
fn split(address: &str) -> Option<(String, &str)> {
    let (stem, extension) = address.rsplit_once('.')?;
    let (stem, mark) = stem.rsplit_once('-')?;
    Some((format!("{stem}.{extension}"), mark))
}

fn answer(name: &str, file: EmbeddedFile, keep: &'static str) -> Response {
    let media_type = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("mjs" | "js") => "text/javascript; charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, keep)], file.data).into_response()
}
