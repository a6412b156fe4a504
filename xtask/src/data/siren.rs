//! The SIREN numbers of the authorities of départements and régions.
//!
//! Nearly every département got its number when the directory was opened, by one rule: `22`, its code, a rank that is `1`, and
//! the check digit. The numbers that do not follow it are facts that the authorities print on their own acts; they are typed here.

/// Départements whose rank is not 1, whose number follows another rule, or whose authority is the commune of Paris.
const DEPARTMENTS: [(&str, &str); 20] = [
    ("02", "220200026"),
    ("08", "220800049"),
    ("10", "221000052"),
    ("14", "221401185"),
    ("19", "221927205"),
    ("23", "222309627"),
    ("27", "222702292"),
    ("44", "224400028"),
    ("50", "225005024"),
    ("72", "227200029"),
    ("75", "217500016"),
    ("76", "227605409"),
    ("78", "227806460"),
    ("87", "228708517"),
    ("91", "229102280"),
    ("92", "229200506"),
    ("93", "229300082"),
    ("94", "229400288"),
    ("95", "229501275"),
    ("976", "229850003"),
];

/// Those whose département has no authority of its own: Corsica, Martinique and French Guiana are single collectivities,
/// the others are none.
const WITHOUT: [&str; 12] = ["2A", "2B", "972", "973", "975", "977", "978", "984", "986", "987", "988", "989"];

const REGIONS: [(&str, &str); 17] = [
    ("01", "239710015"),
    ("02", "200055507"),
    ("03", "200052678"),
    ("04", "239740012"),
    ("11", "237500079"),
    ("24", "234500023"),
    ("27", "200053726"),
    ("28", "200053403"),
    ("32", "200053742"),
    ("44", "200052264"),
    ("52", "234400034"),
    ("53", "233500016"),
    ("75", "200053759"),
    ("76", "200053791"),
    ("84", "200053767"),
    ("93", "231300021"),
    ("94", "200076958"),
];

/// The number of a département's authority; empty where it has none.
pub fn of_department(code: &str) -> String {
    match DEPARTMENTS.iter().find(|(other, _)| *other == code) {
        Some((_, number)) => (*number).to_owned(),
        None if WITHOUT.contains(&code) => String::new(),
        None => with_check_digit(&format!("22{code:0<5}1")),
    }
}

/// The number of a région's authority; empty where none is known.
pub fn of_region(code: &str) -> &'static str {
    REGIONS.iter().find(|(other, _)| *other == code).map_or("", |(_, number)| number)
}

/// Eight digits with the ninth that makes their sum right (ISO/IEC 7812-1, annex B).
fn with_check_digit(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(rank, digit)| match u32::from(digit - b'0') {
            digit if rank % 2 == 1 => digit,
            digit => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_follow_the_rule_or_are_typed() {
        assert_eq!(of_department("01"), "220100010");
        assert_eq!(of_department("59"), "225900018");
        assert_eq!(of_department("974"), "229740014");
        assert_eq!(of_department("76"), "227605409");
        assert_eq!(of_department("2A"), "");
    }

    #[test]
    fn check_digits_are_right() {
        for (code, number) in DEPARTMENTS.iter().chain(&REGIONS) {
            assert_eq!(with_check_digit(&number[..8]), **number, "{code}");
        }
    }
}
