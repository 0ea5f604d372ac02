//! What the hosting guide gives those to run whose host knows no rules of its
//! own: the function is run by Node, as such a host would run it.

use std::process::Command;

use crate::docs;

/// What the function makes of an address.
fn answer(uri: &str) -> serde_json::Value {
    let function = docs::only("js").text;
    let asked = serde_json::json!({ "request": { "uri": uri } });
    let script = format!("{function}\nprocess.stdout.write(JSON.stringify(handler({asked})));");
    let ran = Command::new("node").args(["-e", &script]).output().expect("node");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
#[ignore = "needs Node; tests/run runs it"]
fn the_function_moves_ends_and_finds_pages() {
    let moved = answer("/stories/first-week-in-geneva/");
    assert_eq!(moved["statusCode"], 301);
    assert_eq!(moved["headers"]["location"]["value"], "/interns/i-7f3k/");
    for gone in ["/interns/i-d9cs", "/interns/i-d9cs/", "/interns/i-m6wt/index.html"] {
        assert_eq!(answer(gone)["statusCode"], 410, "{gone}");
    }
    for (asked, page) in
        [("/", "/index.html"), ("/interns/i-d9cst/", "/interns/i-d9cst/index.html"), ("/a.css", "/a.css")]
    {
        assert_eq!(answer(asked)["uri"], page);
    }
}
