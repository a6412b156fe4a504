# Countries.
countries-title = Partner countries
countries-lead = { $partnerships } partnerships with { $countries } countries, by part of the world.
countries-none = No partnership is on record yet.
countries-note = A partnership between several countries counts in each of them.
country-home = This is the country from which this atlas is seen: every partnership has a side here.
capital = Capital
see-countries = All partner countries
country-no-partnership = No partnership with this country is on record.
country-organisations = See the authorities of this country
