/** Light Markdown as elements. There is never a string of HTML, so nothing has to be made safe afterwards. */
import { Lexer, type Token, type Tokens } from "marked";
import type { ComponentChildren } from "preact";
import { safeAddress } from "./address";

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s/;

export function Markdown({ text }: { text: string }) {
  return <>{blocks(new Lexer({ gfm: true, breaks: true }).lex(separated(text)))}</>;
}

/** A line after a list is a paragraph of its own, though Markdown would take it into the last item. */
export function separated(text: string): string {
  const lines = text.split("\n");
  return lines
    .map((line, at) => (at > 0 && ITEM.test(lines[at - 1]!) && line.trim() && !ITEM.test(line) && !/^\s/.test(line) ? `\n${line}` : line))
    .join("\n");
}

function blocks(tokens: readonly Token[]): ComponentChildren {
  return tokens.map(block);
}

function block(token: Token): ComponentChildren {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return <p><strong>{inline(token.tokens)}</strong></p>;
    case "paragraph":
      return <p>{inline(token.tokens)}</p>;
    case "list": {
      const items = (token as Tokens.List).items.map((item) => <li>{blocks(item.tokens)}</li>);
      return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>;
    }
    case "blockquote":
      return <blockquote>{blocks(token.tokens ?? [])}</blockquote>;
    case "code":
      return <pre tabIndex={0}><code>{token.text}</code></pre>;
    case "hr":
      return <hr />;
    case "text":
      return inline(token.tokens ?? [token]);
    default:
      return <p>{token.raw}</p>;
  }
}

function inline(tokens: readonly Token[] = []): ComponentChildren {
  return tokens.map((token) => {
    switch (token.type) {
      case "strong":
        return <strong>{inline(token.tokens)}</strong>;
      case "em":
        return <em>{inline(token.tokens)}</em>;
      case "del":
        return <del>{inline(token.tokens)}</del>;
      case "codespan":
        return <code>{token.text}</code>;
      case "br":
        return <br />;
      case "link": {
        const address = safeAddress(token.href);
        const words = inline(token.tokens);
        return address ? <a href={address} target="_blank" rel="noopener noreferrer nofollow">{words}</a> : words;
      }
      case "escape":
      case "text":
        return token.text;
      default:
        return token.raw;
    }
  });
}
