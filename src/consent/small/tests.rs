//! What is kept of people who are not shown, case by case and by law.

use std::collections::BTreeMap;

use proptest::prelude::{ProptestConfig, proptest};
use proptest::{prop_assert, prop_assert_eq};

use super::{LEAST, lengths, levels, offices};
use crate::consent::published::{CohortIx, OfficeIx, Placement};
use crate::content::intern::Level;

fn row((cohort, office, undergraduate, half_months): (usize, usize, bool, u32)) -> Placement {
    Placement {
        cohort: CohortIx(cohort),
        office: Some(OfficeIx(office)),
        level: Some(if undergraduate { Level::Undergraduate } else { Level::Postgraduate }),
        half_months: (half_months > 0).then_some(half_months),
        outcome: None,
    }
}

fn safe(rows: &[(usize, usize, bool, u32)]) -> Vec<Placement> {
    let mut rows: Vec<Placement> = rows.iter().copied().map(row).collect();
    offices(&mut rows);
    lengths(&mut rows);
    levels(&mut rows);
    rows
}

/// Offices, months and undergraduates that are still told.
fn told(rows: &[(usize, usize, bool, u32)]) -> (Vec<usize>, Vec<u32>, usize) {
    let rows = safe(rows);
    let offices = rows.iter().filter_map(|row| Some(row.office?.0)).collect();
    let months = rows.iter().filter_map(|row| row.half_months).collect();
    (offices, months, rows.iter().filter(|row| row.level == Some(Level::Undergraduate)).count())
}

#[test]
fn cases() {
    assert_eq!(told(&[]), (vec![], vec![], 0));
    // One or two people: nothing but the cohort.
    assert_eq!(told(&[(0, 0, true, 12)]), (vec![], vec![], 0));
    assert_eq!(told(&[(0, 0, true, 12), (0, 0, true, 9)]), (vec![], vec![], 0));
    // Three who share everything.
    assert_eq!(told(&[(0, 0, true, 12), (0, 0, true, 9), (0, 0, true, 8)]), (vec![0, 0, 0], vec![12, 9, 8], 3));
    // Three of one office in three cohorts: no level is shared within one.
    assert_eq!(told(&[(0, 0, true, 12), (1, 0, true, 9), (2, 0, true, 8)]), (vec![0, 0, 0], vec![12, 9, 8], 0));
    // Three offices: none is told, the three lengths are one sum.
    assert_eq!(told(&[(0, 0, true, 12), (0, 1, true, 9), (0, 2, true, 8)]), (vec![], vec![12, 9, 8], 3));
    // A fourth level would be the difference of the others.
    let one_master = [(0, 0, true, 12), (0, 0, true, 9), (0, 0, true, 8), (0, 0, false, 7)];
    assert_eq!(told(&one_master), (vec![0, 0, 0, 0], vec![12, 9, 8, 7], 0));
    // Of three lengths one is known.
    assert_eq!(told(&[(0, 0, true, 12), (0, 0, true, 0), (0, 0, true, 0)]), (vec![0, 0, 0], vec![], 3));
    // One left over would be the difference between the total and the rest.
    let left_over = [(0, 0, true, 12), (0, 0, true, 9), (0, 0, true, 8), (0, 1, true, 7)];
    assert_eq!(told(&left_over), (vec![], vec![12, 9, 8, 7], 4));
    // With a larger office the smaller one goes.
    let two = [[(0, 2, true, 1); 4].as_slice(), &[(0, 0, true, 2); 3], &[(0, 1, true, 3)]].concat();
    assert_eq!(told(&two).0, vec![2, 2, 2, 2]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_count_points_at_fewer_than_three(
        rows in proptest::collection::vec((0..4usize, 0..5usize, proptest::bool::ANY, 0..3u32), 0..16)
    ) {
        let safe = safe(&rows);
        prop_assert_eq!(safe.len(), rows.len(), "everybody counts");
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for row in &safe {
            let mut add = |group: String| *groups.entry(group).or_default() += 1;
            if let Some(office) = row.office {
                add(format!("at {office:?}"));
            }
            if row.half_months.is_some() {
                add(format!("months at {:?}", row.office));
            }
            if row.level.is_some() {
                add(format!("{:?} in {:?}", row.level, row.cohort));
            }
            // The difference between a total and its parts.
            if row.office.is_none() && safe.len() >= LEAST {
                add("at no office".to_owned());
            }
            if row.level.is_none() {
                prop_assert!(!safe.iter().any(|other| other.cohort == row.cohort && other.level.is_some()));
            }
        }
        prop_assert!(groups.values().all(|n| *n >= LEAST), "{:?}", groups);
    }

    /// Of one or two people nothing is told that the cohort does not tell.
    #[test]
    fn two_people_make_no_difference(
        rows in proptest::collection::vec((0..5usize, proptest::bool::ANY, 0..20u32), 1..LEAST),
        others in proptest::collection::vec((0..5usize, proptest::bool::ANY, 0..20u32), 2),
    ) {
        let of = |rows: &[(usize, bool, u32)]| safe(&rows.iter().map(|(o, l, m)| (0, *o, *l, *m)).collect::<Vec<_>>());
        prop_assert_eq!(of(&rows), of(others.get(..rows.len()).unwrap_or_default()));
    }
}
