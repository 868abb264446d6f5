//! What Swift programmers see of the library: the C header as a module, and the documentation.

use super::artefact;
use crate::job::Job;
use crate::part::{Depth, Part};
use crate::swift::package::Package;
use crate::swift::symbols::{self, Symbol};
use crate::swift::{self, Swift};
use crate::{repo, ship};
use anyhow::{Result, ensure};

pub(super) const HEADER: Part = Part {
    name: "swift-header",
    proves: "the C header is a module in Swift, with every function, each pointer an optional",
    depth: Depth::Full,
    needs: swift::NEEDS,
    run: header,
};

pub(super) const DOCUMENTED: Part = Part {
    name: "swift-docs",
    proves: "every public item of the Swift library has a comment for its users",
    depth: Depth::Full,
    needs: swift::NEEDS,
    run: documented,
};

fn header(job: &mut Job) -> Result<()> {
    let swift = Swift::new(job)?;
    let folder = repo::path("ios/linux/CSpanferry");
    let symbols = symbols::of(job, &swift, "CSpanferry", &[&folder])?;
    let ours = |symbol: &&Symbol| symbol.name.starts_with("spanferry_");
    let bare: Vec<&str> = symbols
        .iter()
        .filter(ours)
        .map(|symbol| symbol.declaration.as_str())
        .filter(|declaration| has_bare_pointer(declaration))
        .collect();
    ensure!(bare.is_empty(), "no optional in: {}", bare.join("; "));
    let mut functions: Vec<String> = symbols
        .iter()
        .filter(|symbol| symbol.declaration.starts_with("func spanferry_"))
        .filter_map(|symbol| Some(symbol.name.split_once('(')?.0.to_owned()))
        .collect();
    functions.sort();
    artefact::compare(job, &functions, artefact::LIST)?;
    job.figure(format!("{} functions", functions.len()));
    Ok(())
}

/// Whether a pointer of the declaration is not an optional, or one that Swift unwraps by itself, as it
/// does where a header is silent.
fn has_bare_pointer(declaration: &str) -> bool {
    let mut rest = declaration;
    while let Some((_, behind)) = rest.split_once("Pointer") {
        if !after_arguments(behind).starts_with('?') {
            return true;
        }
        rest = behind;
    }
    declaration.contains('!') && !declaration.contains("!=")
}

/// What stands behind the `<…>` that a text may begin with.
fn after_arguments(text: &str) -> &str {
    let mut depth = 0;
    for (place, letter) in text.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ if depth == 0 => return &text[place..],
            _ => {}
        }
    }
    ""
}

fn documented(job: &mut Job) -> Result<()> {
    let swift = Swift::new(job)?;
    let package = Package::ios(&swift, &ship::ios(job)?)?;
    job.run(&mut package.command(&["swift", "build"])?)?;
    let [ffi, c] = ["spanferryFFI", "CSpanferry"].map(|name| repo::path("ios/linux").join(name));
    let folders = [&*package.modules(), &ffi, &c];
    let mut symbols = symbols::of(job, &swift, "Spanferry", &folders)?;
    // What the compiler adds, such as the `rawValue` of an enumeration, stands in no file.
    symbols.retain(|symbol| symbol.file.is_some());
    let silent: Vec<&str> = symbols
        .iter()
        .filter(|symbol| !symbol.documented)
        .map(|symbol| symbol.name.as_str())
        .collect();
    ensure!(silent.is_empty(), "no comment: {}", silent.join(", "));
    ensure!(
        ["Tracer.snapshot()", "URLRequest.followingRedirect(_:)"]
            .iter()
            .all(|name| symbols.iter().any(|symbol| symbol.name == *name)),
        "the compiler does not tell what is there"
    );
    job.figure(format!("{} items", symbols.len()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_an_optional_or_is_found() {
        let good = "func f(_ a: UnsafeMutablePointer<OpaquePointer?>?, _ b: UnsafeRawPointer?) -> OpaquePointer?";
        assert!(!has_bare_pointer(good));
        for bad in [
            "func f() -> OpaquePointer!",
            "func f(_ a: UnsafeMutablePointer<OpaquePointer>?)",
            "func f(_ a: UnsafePointer<CChar>, _ b: OpaquePointer?)",
            "func f(_ a: spanferry_log!)",
        ] {
            assert!(has_bare_pointer(bad), "{bad}");
        }
        assert!(!has_bare_pointer(
            "static func != (lhs: Self, rhs: Self) -> Bool"
        ));
    }
}
