//! Numbers, times and p values in the form in which two of them are compared.

/// A number to six decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(i64);

impl Number {
    pub fn of(value: f64) -> Number {
        Number((value * 1e6).round() as i64)
    }

    pub fn some(value: Option<f64>) -> Option<Number> {
        value.map(Number::of)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (self.0 as f64 / 1e6).fmt(f)
    }
}

/// Relation and value.
pub type P = (String, Number);

/// A length of time: two years are twenty-four months.
#[derive(Debug, Clone, PartialEq)]
pub enum Time {
    /// In months, to two decimal places.
    Months(i64),
    /// In a unit that is not known.
    Other(f64, Option<String>),
}

impl Time {
    pub fn of(value: f64, given: Option<&str>) -> Time {
        let per = match unit(given) {
            Some("day") => 1.0 / 30.4375,
            Some("week") => 7.0 / 30.4375,
            Some("month") => 1.0,
            Some("year") => 12.0,
            _ => return Time::Other(value, given.map(str::to_owned)),
        };
        Time::Months((value * per * 100.0).round() as i64)
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Time::Months(months) => write!(f, "{} months", *months as f64 / 100.0),
            Time::Other(value, unit) => write!(f, "{value} {}", unit.as_deref().unwrap_or_default()),
        }
    }
}

/// The one word of a unit.
pub fn unit(given: Option<&str>) -> Option<&str> {
    given.map(|unit| match unit {
        "months" => "month",
        "years" => "year",
        "weeks" => "week",
        "days" => "day",
        "%" => "percent",
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_compared_in_months() {
        assert_eq!(Time::of(2.0, Some("year")), Time::of(24.0, Some("months")));
        assert_eq!(Time::of(104.0, Some("weeks")), Time::of(728.0, Some("day")));
        assert_ne!(Time::of(2.0, Some("cycle")), Time::of(2.0, None));
    }

    #[test]
    fn numbers_are_compared_as_printed() {
        assert_eq!(Number::of(0.1 + 0.2), Number::of(0.3));
        assert_ne!(Number::of(0.77), Number::of(0.78));
        assert_eq!(Number::of(0.77).to_string(), "0.77");
    }
}
