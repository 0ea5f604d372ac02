/* Words, cut and folded as in src/search/. The files here are one script. */
const searchWords = (() => {
  "use strict";

  /* Letters that do not fall apart into a letter and a mark. */
  const LETTERS = {
    ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ħ: "h", ŋ: "n", ə: "e", ς: "σ",
  };
  /* Scripts that put no spaces between words: each letter is one. */
  const UNSPACED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const LETTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  const WORD = new RegExp(`(?=[\\p{Alphabetic}\\p{N}])[${UNSPACED}]|(?:(?![${UNSPACED}])${LETTER})+`, "gu");
  const LONGEST = 32;

  const fold = (word) =>
    word
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/\p{M}|[ßæœøđðþłıħŋəς]/gu, (letter) => LETTERS[letter] ?? "");

  /** The words of a text, folded. */
  const cut = (text) =>
    (text.replace(/['’ʼ]/g, "").match(WORD) ?? [])
      .map((word) => [...fold(word)].slice(0, LONGEST).join(""))
      .filter(Boolean);

  /** Whether somebody may still be typing the last word. */
  const isOpen = (text) => new RegExp(`${LETTER}$`, "u").test(text);

  /** A text in pieces: every second one is a word that is wanted. */
  const pieces = (text, isWanted) => {
    const found = [""];
    for (const piece of text.split(/([\p{Alphabetic}\p{N}\p{M}'’ʼ]+)/u)) {
      if (cut(piece).some(isWanted)) found.push(piece, "");
      else found[found.length - 1] += piece;
    }
    return found;
  };

  return { cut, isOpen, pieces };
})();
