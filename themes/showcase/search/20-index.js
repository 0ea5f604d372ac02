/* The index, loaded by parts: the map, the words that are asked for, the cards
   of what is shown; see src/index.rs and src/pages/search.rs. */
const searchIndex = (() => {
  "use strict";

  const STEPS = [1, 2, 3, 5, 8, 12, 20, 32];
  const NAME = 16; // Letters of a file's name that follow from its content.
  /* BM25: how soon more of a word stops counting, and how much length does. */
  const SOON = 6;
  const LENGTH = 0.3;
  /* What a word counts that begins as the one typed, or is near it. */
  const BEGUN = 0.6;
  const MENDED = 0.5;
  /* A word of two letters may begin half a dictionary. */
  const MOST_SHARDS = 3;
  const LEAST_MENDED = 5;

  /* Every number is a character, or two; see src/index/numbers.rs. */
  const numbers = (text) => {
    const found = [];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at) - 35;
      found.push(code < 0x4000 ? code : ((code - 0x4000) << 14) | (text.charCodeAt(++at) - 35));
    }
    return found;
  };

  const json = (url) => fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));

  /* Whether one slip lies between two words. */
  const isNear = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    const [x, y] = [a.slice(same), b.slice(same)];
    const [x1, y1] = [x.slice(1), y.slice(1)];
    return x1 === y || x === y1 || x1 === y1 || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  };

  /* The values of each group of filters, by document. */
  const unpackValues = (map) => {
    const values = {};
    for (const key of Object.keys(map.groups)) {
      const packed = numbers(map[key]);
      values[key] = [];
      for (let at = 0; at < packed.length; at += packed[at] + 1) {
        values[key].push(packed.slice(at + 1, at + 1 + packed[at]).map((value) => map.groups[key][value]));
      }
    }
    return values;
  };

  const open = async (url) => {
    const map = await json(url);
    const from = map.from.split(" ");
    const stop = new Set(map.stop.split(" "));
    const lengths = numbers(map.lengths);
    const values = unpackValues(map);
    const folder = url.slice(0, url.lastIndexOf("/") + 1);
    const loaded = new Map();

    const load = (stem, number, unpack) => {
      const name = `${stem}-${map[stem].slice(number * NAME, (number + 1) * NAME)}.json`;
      if (!loaded.has(name)) {
        const file = json(folder + name).then(unpack);
        file.catch(() => loaded.delete(name)); // The next search tries again.
        loaded.set(name, file);
      }
      return loaded.get(name);
    };

    /* Where the hits of each word begin. */
    const unpackWords = (file) => {
      const hits = numbers(file.hits);
      const places = new Map();
      let at = 0;
      for (const word of file.words.split(" ")) {
        places.set(word, at);
        at += hits[at] + 1;
      }
      return { hits, places };
    };

    /* Shards that may have words that begin so. */
    const shards = (beginning) => {
      let first = from.findLastIndex((start) => start <= beginning);
      const found = [first];
      while (from[++first]?.startsWith(beginning) && found.length < MOST_SHARDS) found.push(first);
      return Promise.all(found.map((number) => load("words", number, unpackWords)));
    };

    /* The words that somebody may mean, each with what it counts. */
    const meant = async (word, isOpen) => {
      const found = new Map();
      const take = (parts, fits, counts) => {
        for (const part of parts) {
          for (const [other, at] of part.places) if (!found.has(other) && fits(other)) found.set(other, { part, at, counts });
        }
      };
      const parts = await shards(word);
      take(parts, (other) => other === word, 1);
      if (isOpen || !found.size) take(parts, (other) => other.startsWith(word), BEGUN);
      if (found.size || word.length < LEAST_MENDED) return found;
      take(await shards(word.slice(0, word.length >> 1)), (other) => isNear(word, other), MENDED);
      const letters = [...word].reverse().map((letter) => letter.codePointAt(0));
      const lists = map.spelling.length / NAME;
      const list = await load("spelling", (letters[0] * 31 + letters[1]) % lists, (text) => text.split(" "));
      for (const other of list.filter((other) => isNear(word, other))) {
        take(await shards(other), (one) => one === other, MENDED);
      }
      return found;
    };

    /* What each document is worth for one word. */
    const worth = (found) => {
      const best = new Map();
      for (const { part: { hits }, at, counts } of found.values()) {
        let document = 0;
        for (let hit = at + 1; hit <= at + hits[at]; hit++) {
          document += hits[hit] >> 3;
          const weight = STEPS[hits[hit] & 7];
          const slow = SOON * (1 - LENGTH + (LENGTH * lengths[document]) / map.mean);
          const score = (counts * weight * (SOON + 1)) / (weight + slow);
          if (score > (best.get(document) ?? 0)) best.set(document, score);
        }
      }
      const rare = Math.log(1 + (lengths.length - best.size + 0.5) / (best.size + 0.5));
      for (const [document, score] of best) best.set(document, score * rare);
      return best;
    };

    /* Documents that have the most of the words, best first. */
    const ranked = (all) => {
      const sums = new Map();
      for (const best of all) {
        for (const [document, score] of best) {
          const sum = sums.get(document) ?? { words: 0, score: 0 };
          sums.set(document, { words: sum.words + 1, score: sum.score + score });
        }
      }
      const most = Math.max(0, ...[...sums.values()].map((sum) => sum.words));
      return [...sums]
        .filter(([, sum]) => sum.words === most)
        .sort(([a, one], [b, other]) => other.score - one.score || b - a)
        .map(([document]) => document);
    };

    /** What fits a text and the chosen values of filters: documents, how many
        there would be for each value, and the words that were found. */
    const find = async (text, chosen) => {
      const typed = searchWords.cut(text);
      const wanted = typed.filter((word) => !stop.has(word));
      const words = wanted.length ? wanted : typed;
      const last = searchWords.isOpen(text) ? words.length - 1 : -1;
      const found = await Promise.all(words.map((word, at) => meant(word, at === last)));
      // Without words, everybody; newest first.
      const all = words.length ? ranked(found.map(worth)) : [...lengths.keys()].filter((n) => values.office[n].length).reverse();
      const keys = Object.keys(chosen);
      const fits = (document, but) =>
        keys.every((key) => key === but || !chosen[key] || values[key][document].includes(chosen[key]));
      const counts = {};
      for (const key of keys) {
        counts[key] = new Map();
        for (const document of all.filter((document) => fits(document, key))) {
          for (const value of values[key][document]) counts[key].set(value, (counts[key].get(value) ?? 0) + 1);
        }
      }
      const hits = new Set(found.flatMap((terms) => [...terms.keys()]));
      return { documents: all.filter((document) => fits(document)), counts, hits };
    };

    /** What results show of a document. */
    const card = async (document) => (await load("cards", Math.floor(document / map.size), (file) => file))[document % map.size];

    return { find, card };
  };

  return { open };
})();
