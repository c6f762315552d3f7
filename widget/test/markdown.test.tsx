// @vitest-environment happy-dom
import { render } from "preact";
import { describe, expect, it } from "vitest";
import { Markdown } from "../src/markdown";

function shown(text: string): string {
  const place = document.createElement("div");
  render(<Markdown text={text} />, place);
  return place.innerHTML;
}

describe("light Markdown", () => {
  it.each([
    ["One.\nTwo.", "<p>One.<br>Two.</p>"],
    ["**bold**, *soft*, `code`, ~~gone~~", "<p><strong>bold</strong>, <em>soft</em>, <code>code</code>, <del>gone</del></p>"],
    ["- a\n- b\nEnd.", "<ul><li>a</li><li>b</li></ul><p>End.</p>"],
    ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["> said", "<blockquote><p>said</p></blockquote>"],
    ["# Title", "<p><strong>Title</strong></p>"],
    ["snake_case_name and 2 * 3 * 4", "<p>snake_case_name and 2 * 3 * 4</p>"],
    ["a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"],
    ["R&D &amp; C&A", "<p>R&amp;D &amp;amp; C&amp;A</p>"],
    ["a [link](https://example.org/x)", '<p>a <a href="https://example.org/x" target="_blank" rel="noopener noreferrer nofollow">link</a></p>'],
    ["[no link](javascript:alert(1))", "<p>no link</p>"],
    ["![picture](https://example.org/x.png)", "<p>![picture](https://example.org/x.png)</p>"],
    ["<b onclick=alert(1)>raw</b>", "<p>&lt;b onclick=alert(1)&gt;raw&lt;/b&gt;</p>"],
    ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
    ["", ""],
  ])("%j", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});
