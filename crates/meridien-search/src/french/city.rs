//! Large cities of other countries, as people name them.

/// Words of the French names of large cities abroad, and of their own where they are close to other words, folded. Who types
/// `Turin` or `München` means no other word, though nothing has it.
const CITIES: &str = "\
    ababa abidjan aboudja addis alep alexandrie amsterdam ankara antwerpen anvers athenes atlanta bagdad bakou bale \
    bangkok barcelona barcelone basel beijing belem belgrade beograd bergame berlin berne beyrouth bilbao bogota \
    bologna bologne bombay boston brasilia bratislava breme bremen brescia bruges brugge brussel brussels bruxelles \
    bucarest budapest buenos cadix caire calcutta calgary canton caracas catane chicago chisinau cologne \
    constantinople copenhague cordoue cracovie dakar dallas damas danzig delhi detroit djakarta doha dortmund dresde \
    dresden dubai dublin duisbourg dusseldorf edimbourg edinburgh essen ferrare firenze florence francfort frankfurt \
    fribourg gdansk genes geneve genova glasgow goteborg grenade groningue guadalajara guangzhou haifa \
    hambourg hamburg hannover hanoi hanovre haye houston istanbul jakarta jerusalem johannesbourg johannesburg \
    kaliningrad katmandou kharkiv kharkov kiev kinshasa kobe koeln koln krakow kyiv kyoto lausanne leeds leipzig \
    leningrad liege lima lisboa lisbonne liverpool ljubljana lodz london londres lucerne luxembourg lviv macao \
    madras madrid magdebourg malaga malines malmo manchester manille mantoue marrakech mayence melbourne messine \
    miami milan milano minsk modene mons montevideo moscou moskva muenchen mumbai munchen munich nairobi namur \
    nankin naples napoli nuremberg nurnberg odessa osaka oslo ostende oxford padoue palerme pampelune parme pekin \
    perouse philadelphie phnom pise plovdiv porto potsdam poznan prague praha pretoria quebec rangoun ratisbonne \
    ravenne reykjavik riga rio rotterdam saigon salamanque salonique salzbourg saragossa saragosse sarajevo seoul \
    sevilla seville shanghai sienne singapour skopje smyrne sofia stalingrad stockholm stuttgart sydney syracuse \
    tallinn tarente tbilissi thessalonique tokyo tolede torino toronto tournai trieste turin turku utrecht \
    valparaiso vancouver varsovie venezia venise verone vicence vilnius volgograd warszawa washington wien wroclaw \
    wuppertal york zagreb zaragoza zurich";

/// Whether a folded word names a large city abroad.
pub(crate) fn is_city(folded: &str) -> bool {
    CITIES.split(' ').any(|city| city == folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::french::fold;

    #[test]
    fn cities_are_words_as_they_are_folded() {
        assert!(CITIES.split(' ').all(|city| !city.is_empty() && fold(city) == city));
        assert!(is_city(&fold("Köln")) && is_city("anvers") && !is_city("nant") && !is_city(""));
    }
}
