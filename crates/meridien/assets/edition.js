// The search of an edition read from a disk. The words of a question are looked up in scripts of the folder that the section
// names (made by src/edition/finder.rs): a page opened from a disk may load scripts and nothing else.
(() => {
  "use strict";
  const BLOCK = 500; // records in a file
  const SHOWN = 50;  // results shown at a time
  const section = document.getElementById("trouves");
  const input = document.querySelector("main form[role=search] input[name=q]");
  const words = new Map(), records = new Map(), loads = new Map();

  window.edition = {
    words: (key, table) => words.set(key, table),
    records: (number, rows) => records.set(number, rows),
  };

  // Loads a file of the index once. One that is not there holds nothing.
  const load = name => {
    if (!loads.has(name)) {
      loads.set(name, new Promise(done => {
        const script = document.createElement("script");
        script.src = section.dataset.folder + name;
        script.onload = script.onerror = done;
        document.head.append(script);
      }));
    }
    return loads.get(name);
  };

  const folded = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replaceAll("œ", "oe").replaceAll("æ", "ae").replaceAll("ß", "ss");
  const key = word => [...word].slice(0, 2)
    .map(c => /[a-z0-9]/.test(c) ? c : "_" + c.codePointAt(0).toString(16)).join("");

  // Plurals and what they are the plurals of, in French and English: a word that ends so is the same with the other end.
  const ENDS = [["s", ""], ["x", ""], ["aux", "al"], ["al", "aux"], ["ies", "y"], ["y", "ies"]];
  const alike = word => /\d/.test(word) ? [] : ENDS.filter(([end]) => word.endsWith(end) && word.length > end.length + 2)
    .map(([end, other]) => word.slice(0, -end.length) + other);

  // The numbers of the records that have a word beginning so, or its singular or plural; one that ends with a number of one or
  // two digits, only as it is. These begin with the same two characters, by which the files are named.
  const having = async word => {
    await load(`m-${key(word)}.js`);
    const found = new Set(), others = alike(word), whole = /^\D*\d{1,2}$/.test(word);
    for (const [other, steps] of Object.entries(words.get(key(word)) ?? {})) {
      if (whole ? other !== word : !other.startsWith(word) && !others.includes(other)) continue;
      let number = 0;
      for (const step of steps) found.add(number += step);
    }
    return found;
  };

  // « SIREN 217500016 », « code CAD 14010 »: the code is enough. As query/words.rs of meridien-search has it.
  const NAMES_OF_CODES = ["cad", "code", "dac", "insee", "siren", "siret"];
  const isCode = word => [5, 9, 14].includes(word?.length) && word.replace(/\d/g, "").length < 2;
  const withoutNames = words => words.reduceRight(
    (after, word) => isCode(after[0]) && NAMES_OF_CODES.includes(word) ? after : [word, ...after], []);

  // The records that have each word. « département 33 », « ODD 6 »: the number goes with the word before it, where any has them so.
  const havingEach = async words => {
    const sets = [];
    for (let at = 0; at < words.length; at++) {
      const number = /^\d{1,2}$/.test(words[at + 1]) && /^\D+$/.test(words[at]) ? words[at + 1] : "";
      const numbered = number ? await having(words[at] + number) : new Set();
      sets.push(numbered.size ? numbered : await having(words[at]));
      if (numbered.size) at++;
    }
    return sets;
  };

  // All words must be there, none of those after a minus (of parts with hyphens, not all). Where there are only such, all others are found.
  const search = async question => {
    const wanted = [], refused = [];
    for (const part of folded(question).split(/\s+/)) {
      // What letters and digits stand together, with the points between digits, as edition/lists.rs cuts texts.
      const words = part.match(/(?:[0-9]\.(?=[0-9])|[\p{L}\p{N}])+/gu) ?? [];
      if (!/^-./.test(part)) wanted.push(...words);
      else if (words.length) refused.push(words);
    }
    if (!question.trim()) return null;
    if (!wanted.length && !refused.length) return [];
    const everything = () => new Set(Array(Number(section.dataset.total)).keys());
    const [first, ...others] = wanted.length ? await havingEach(withoutNames(wanted)) : [everything()];
    const without = await Promise.all(refused.map(words => Promise.all(words.map(having))));
    const fits = number =>
      others.every(set => set.has(number)) && !without.some(sets => sets.every(set => set.has(number)));
    return [...first].filter(fits).sort((a, b) => a - b);
  };

  const line = ([file, title, about]) => {
    const item = document.createElement("li"), link = document.createElement("a"), more = document.createElement("small");
    link.href = file;
    link.textContent = title;
    more.textContent = about;
    item.append(link, " ", more);
    return item;
  };

  const list = section.querySelector("ul"), button = section.querySelector("button");
  let latest; // the question asked last: what is found for one before it comes too late
  const show = async (question, numbers, from) => {
    button.onclick = null;
    const next = numbers.slice(from, from + SHOWN);
    const blocks = new Set(next.map(number => Math.floor(number / BLOCK)));
    await Promise.all([...blocks].map(block => load(`f-${block}.js`)));
    if (latest !== question) return;
    const found = next.map(number => records.get(Math.floor(number / BLOCK))?.[number % BLOCK]);
    const items = found.filter(Boolean).map(line);
    list.append(...items);
    // Whoever asked for more goes on at the first of them: the button goes once all are shown.
    if (from) items[0]?.querySelector("a").focus();
    button.onclick = () => show(question, numbers, from + SHOWN);
    button.parentElement.hidden = from + SHOWN >= numbers.length;
  };

  const answer = async words => {
    const question = latest = { words };
    const numbers = await search(words);
    if (latest !== question) return;
    section.hidden = numbers === null;
    if (!numbers) return;
    const { none, one, many } = section.dataset;
    const count = numbers.length;
    section.querySelector("[role=status]").textContent =
      count === 0 ? none : count === 1 ? one : many.replace("#", count.toLocaleString(document.documentElement.lang));
    list.replaceChildren();
    await show(question, numbers, 0);
  };

  const asked = new URLSearchParams(location.search).get("q") ?? "";
  input.value = asked;
  input.form.addEventListener("submit", event => {
    event.preventDefault();
    history.replaceState(null, "", "?" + new URLSearchParams({ q: input.value }));
    answer(input.value);
  });
  answer(asked);
})();
