//! What a page may hold, and each fault at its line.

use proptest::prelude::*;

use super::*;

/// Blocks in short, then faults.
fn shown(text: &str) -> String {
    let page = read(text);
    let mut said: Vec<String> = vec![format!("title {}", page.title)];
    said.extend(page.blocks.iter().map(block));
    said.extend(page.faults.iter().map(|(line, what)| format!("{line}: {what}")));
    said.join("\n")
}

fn block(block: &Block) -> String {
    let all = |blocks: &[Block]| blocks.iter().map(self::block).collect::<Vec<_>>().join(", ");
    match block {
        Block::Heading(text) => format!("heading {}", words(text)),
        Block::Paragraph(text) => format!("paragraph {}", words(text)),
        Block::List(list) => {
            let items: Vec<String> = list.items.iter().map(words).collect();
            format!("{} {}", if list.is_ordered { "steps" } else { "list" }, items.join(" / "))
        }
        Block::Scene(blocks) => format!("scene [{}]", all(blocks)),
        Block::DoThisNow(blocks) => format!("now [{}]", all(blocks)),
        Block::Proof(blocks) => format!("proof [{}]", all(blocks)),
        Block::Choice(asked) => format!("choice {}", self::asked(asked)),
        Block::Check(asked) => format!("check {}", self::asked(asked)),
    }
}

fn asked(asked: &Asked) -> String {
    let option = |o: &LessonOption| {
        format!("{}{} -> {}", if o.is_right { "+" } else { "-" }, words(&o.says), words(&o.answer))
    };
    format!("{}: {}", words(&asked.asks), asked.options.iter().map(option).collect::<Vec<_>>().join(" / "))
}

fn words(text: &Text) -> String {
    let piece = |piece: &Piece| match piece.manner {
        Manner::Plain => piece.text.clone(),
        Manner::Strong => format!("<b>{}</b>", piece.text),
        Manner::Stress => format!("<i>{}</i>", piece.text),
        Manner::Code => format!("<c>{}</c>", piece.text),
    };
    text.0.iter().map(piece).collect()
}

#[track_caller]
fn check(text: &str, expect: &str) {
    assert_eq!(shown(text), expect);
}

#[test]
fn a_page_is_blocks() {
    check(
        "# Report it\n\nAnyone can be\nfooled by **one** *odd* mail: `whoami`.\n\n- **First** thing\n  goes on\n- second\n\n1. a\n2. b\n\n## More\nEnd.",
        "title Report it\nparagraph Anyone can be fooled by <b>one</b> <i>odd</i> mail: <c>whoami</c>.\nlist <b>First</b> thing goes on / second\n\
         steps a / b\nheading More\nparagraph End.",
    );
}

#[test]
fn directives_hold_stories_and_questions() {
    check(
        "# T\n::: scene\nIt is 6:40.\n\nRosa waits.\n:::\n::: check What first?\n- [ ] She waits,\n  and waits.\n  > No.\n  > Not so.\n- [x] She calls.\n  > Yes.\n:::\n::: do-this-now\n1. Find it.\n:::",
        "title T\nscene [paragraph It is 6:40., paragraph Rosa waits.]\n\
         check What first?: -She waits, and waits. -> No. Not so. / +She calls. -> Yes.\nnow [steps Find it.]",
    );
}

#[test]
fn each_fault_is_named_at_its_line() {
    check(
        "Hello",
        "title \nparagraph Hello\n1: the first line is no title; begin with `# ` and the lesson's name",
    );
    check("# T\n::: scene\nx", "title T\n2: `scene` is not closed; write `:::` on a line of its own");
    check("# T\n\n:::", "title T\n3: closes a directive that was not opened");
    check(
        "# T\n::: quiz\n:::",
        "title T\n2: `quiz` is no directive; use `scene`, `choice`, `do-this-now`, `proof` or `check`",
    );
    check(
        "# T\n::: check\n- [ ] a\nb\n:::",
        "title T\ncheck : -a -> \n2: nothing is asked; write the question behind the directive's name\n\
         4: this belongs to no option; begin options with `- [ ] ` and answers with `  > `\n\
         2: a question has 2 to 4 options, this one 1\n2: exactly one option is right; mark it `- [x] `\n\
         3: this option has no answer; write it below, behind `  > `",
    );
    check(
        "# T\nSee <b>this</b>.",
        "title T\nparagraph See <b>this</b>.\n2: `<` begins a link, a table or HTML, which no lesson has; say it in words\n2: `<` begins a link, a table or HTML, which no lesson has; say it in words",
    );
    check(
        "# T\n[a](http://b)",
        "title T\nparagraph [a](http://b)\n2: `[` begins a link, a table or HTML, which no lesson has; say it in words",
    );
    check("# T\n**open", "title T\nparagraph **open\n2: `**` is not closed");
    check("# T\n### deep", "title T\n2: only the title has one `#`, and headings have two");
    check("# T\nless than < 3 and [x] are fine", "title T\nparagraph less than < 3 and [x] are fine");
}

/// What other Markdown has and lessons do not is never shown as it stands.
#[test]
fn other_markdown_is_a_fault_at_its_line() {
    const ITEM: &str = "an item of a list begins with `- ` or `1. `";
    const RULE: &str = "a line across or under a heading, which no lesson has; begin headings with `## `";
    const QUOTE: &str = "a quote, which no lesson has; only an option has an answer behind `  > `";
    const INNER: &str = "an item within another; lists do not hold each other";
    const SPACES: &str = "a directive begins at the start of its line; take the spaces away";
    for (line, what) in [
        ("* a", ITEM),
        ("+ a", ITEM),
        ("2) a", ITEM),
        ("> a", QUOTE),
        (">a", QUOTE),
        ("---", RULE),
        ("- - -", RULE),
        ("***", RULE),
        ("===", RULE),
        ("~~~", RULE),
        ("  ::: scene", SPACES),
        ("   - a", INNER),
    ] {
        check(&format!("# T\n\n{line}\n"), &format!("title T\n3: {what}"));
        check(&format!("# T\nwords\n{line}"), &format!("title T\nparagraph words\n3: {what}"));
    }
    check("# T\n- a\n  - b", &format!("title T\nlist a - b\n3: {INNER}"));
    check("# T\n- a\n  > b", &format!("title T\nlist a > b\n3: {QUOTE}"));
    check(
        "# T\n-5 degrees, and 3 * 4* or a dash \u{2014} are words",
        "title T\nparagraph -5 degrees, and 3 <i> 4</i> or a dash \u{2014} are words",
    );
    check("# T\n::: scene\na\n  :::", "title T\nscene [paragraph a]");
}

#[test]
fn marks_do_not_hold_each_other() {
    const WITHIN: &str = "close the outer one first, and write links, tables and HTML in words";
    for (text, mark) in [
        ("**a `b` c**", "**"),
        ("**a *b* c**", "**"),
        ("*a `b` c*", "*"),
        ("**[a](b)**", "**"),
        ("*<b>a</b>*", "*"),
    ] {
        let said = shown(&format!("# T\n{text}"));
        assert!(said.ends_with(&format!("2: a mark within `{mark}`; {WITHIN}")), "{said}");
    }
    check("# T\n`*.exe <a>`", "title T\nparagraph <c>*.exe <a></c>");
}

/// A page as large as the catalog takes: read at once, or never.
#[test]
fn a_page_of_brackets_is_read_in_one_go() {
    for (bit, end) in [("[", "]("), ("[", ""), ("*", ""), ("`", ""), ("** *", ""), ("<a", ""), ("|", "")] {
        let page = read(&format!("# T\n{}{end}", bit.repeat(400_000)));
        assert_eq!(page.title, "T");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_lines_are_of_the_text(text in "(# T\n)?([-#:>*`\\[\\]x <|.0-9a-z\n]{0,12}(::: (scene|check|choice|proof)? ?|:::\n|- \\[x\\] |  > )?){0,9}") {
        let n = text.lines().count().max(1);
        for (line, _) in read(&text).faults {
            prop_assert!((1..=n).contains(&line));
        }
    }
}
