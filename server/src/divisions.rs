//! Divisions by their code (GB/T 2260), as they are built in.

/// A code and a name a line, in the order of the codes.
static BUILT_IN: &str = include_str!("../divisions/divisions.txt");

/// How many are suggested to whoever typed an unknown one.
const SUGGESTED_MAX: usize = 6;
/// Cities under the central government: their code is that of a province.
const MUNICIPALITIES: [&str; 4] = ["110000", "120000", "310000", "500000"];

/// A place by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    pub code: &'static str,
    pub name: &'static str,
}

impl Division {
    /// Whether a bureau of a city is there: a city, a municipality, or a county-level city directly under its province.
    fn is_city(self) -> bool {
        let (province, rest) = self.code.split_at(2);
        let (city, county) = rest.split_at(2);
        MUNICIPALITIES.contains(&self.code)
            || (city != "00" && county == "00")
            || (city == "90" && !MUNICIPALITIES.iter().any(|one| one.starts_with(province)))
    }

    /// Whether it is a development zone.
    pub fn is_zone(self) -> bool {
        self.code
            .get(4..)
            .and_then(|county| county.parse().ok())
            .is_some_and(|county: u8| (71..=80).contains(&county))
    }
}

/// A city with its counties and zones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct City {
    pub city: Division,
    /// Empty for the few cities that have none.
    pub counties: Vec<Division>,
}

/// All of them.
pub fn all() -> impl Iterator<Item = Division> {
    BUILT_IN.lines().filter_map(|line| {
        let (code, name) = line.split_once(' ')?;
        Some(Division { code, name })
    })
}

/// The city of a code, or those that may have been meant.
pub fn city(code: &str) -> Result<City, Vec<Division>> {
    let Some(city) = all().find(|one| one.code == code && one.is_city()) else { return Err(suggested(code)) };
    let within = if MUNICIPALITIES.contains(&code) { code.get(..2) } else { code.get(..4) };
    let within = within.unwrap_or(code);
    let counties = if code.ends_with("00") {
        all()
            .filter(|one| one.code.starts_with(within) && one.code != code && !one.code.ends_with("00"))
            .collect()
    } else {
        Vec::new()
    };
    Ok(City { city, counties })
}

/// The cities that whoever typed this may have meant: by name, of the county that was typed, or in the same province.
fn suggested(typed: &str) -> Vec<Division> {
    let cities = || all().filter(|one| one.is_city());
    let begins = |chars: usize| {
        let start = typed.get(..chars).filter(|start| start.bytes().all(|b| b.is_ascii_digit()));
        let found = start.map(|start| cities().filter(|one| one.code.starts_with(start)).collect::<Vec<_>>());
        found.unwrap_or_default()
    };
    let named: Vec<Division> =
        if typed.is_empty() { Vec::new() } else { cities().filter(|one| one.name.contains(typed)).collect() };
    let mut found =
        [named, begins(4), begins(2)].into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    found.truncate(SUGGESTED_MAX);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_has_its_counties_and_zones() {
        let dongying = city("370500").unwrap();
        assert_eq!(dongying.city.name, "东营市");
        let counties: Vec<_> = dongying.counties.iter().map(|one| (one.code, one.is_zone())).collect();
        assert_eq!(
            counties,
            [
                ("370502", false),
                ("370503", false),
                ("370505", false),
                ("370522", false),
                ("370523", false),
                ("370571", true),
                ("370572", true)
            ]
        );
        let beijing = city("110000").unwrap();
        assert!(
            beijing.counties.len() >= 16 && beijing.counties.iter().all(|one| one.code.starts_with("11"))
        );
        let chongqing = city("500000").unwrap();
        assert!(chongqing.counties.iter().any(|one| one.code.starts_with("5002")));
        assert!(city("441900").unwrap().counties.is_empty() && city("419001").unwrap().counties.is_empty());
    }

    #[test]
    fn the_table_is_in_order_and_holds_places_only() {
        let codes: Vec<_> = all().map(|one| one.code).collect();
        assert!(codes.len() > 3_300 && codes.is_sorted());
        assert!(codes.iter().all(|code| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())));
        assert!(all().all(|one| !["市辖区", "县"].contains(&one.name) && !one.name.contains("直辖县级")));
    }

    #[test]
    fn whoever_types_another_place_is_told_the_city() {
        let names = |typed: &str| -> Vec<_> { city(typed).unwrap_err().iter().map(|one| one.name).collect() };
        assert_eq!(names("370502"), ["东营市"], "the city of a county");
        assert_eq!(names("东营"), ["东营市"]);
        assert!(names("370000").contains(&"济南市"), "cities of a province");
        assert!(names("990000").is_empty() && names("").is_empty());
        assert!(names("济").contains(&"济源市"));
    }
}
