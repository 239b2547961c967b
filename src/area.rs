//! A part of a page that a person says is a table.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a table stands, by the word of a person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// The page, counted from 1.
    pub page: u32,
    /// Left, top, right, bottom in PDF points, from the top left of the page as
    /// displayed.
    pub bbox: [f64; 4],
}

impl FromStr for Area {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "เขียนเป็น หน้า:ซ้าย,บน,ขวา,ล่าง (หน่วยเป็นพอยต์) เช่น 2:50,100,545,400 · \
             an area is PAGE:LEFT,TOP,RIGHT,BOTTOM in points, like 2:50,100,545,400";
        let (page, places) = text.split_once(':').ok_or(WRONG)?;
        let page: u32 = page.trim().parse().map_err(|_| WRONG)?;
        let places: Option<Vec<f64>> = places
            .split(',')
            .map(|place| {
                place
                    .trim()
                    .parse()
                    .ok()
                    .filter(|place: &f64| place.is_finite())
            })
            .collect();
        let bbox: [f64; 4] = places.ok_or(WRONG)?.try_into().map_err(|_| WRONG)?;
        let [left, top, right, bottom] = bbox;
        if page == 0 || right <= left || bottom <= top {
            return Err(WRONG);
        }
        Ok(Self { page, bbox })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_a_page_and_four_places() {
        let area = Area {
            page: 2,
            bbox: [50.0, 100.5, 545.0, 400.0],
        };
        for text in ["2:50,100.5,545,400", " 2 : 50, 100.5, 545, 400 "] {
            assert_eq!(text.parse(), Ok(area));
        }
        for wrong in [
            "",
            "2",
            "2:",
            "50,100,545,400",
            "0:50,100,545,400",
            "-1:50,100,545,400",
            "2:50,100,545",
            "2:50,100,545,400,7",
            "2:50,100,50,400",
            "2:50,400,545,100",
            "2:50,100,inf,400",
            "2:50,NaN,545,400",
            "2:a,100,545,400",
        ] {
            assert!(wrong.parse::<Area>().is_err(), "{wrong}");
        }
    }
}
