// Suggestions under a box: an editable combobox with a list (WAI-ARIA 1.2). Under the search box each option leads to its
// page; under a name in a form it writes the name and the record chosen. Whoever pays no attention to them goes on as before.

const WAIT = 120;

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
};

const suggest = (input) => {
  const id = `${input.id}-suggestions`;
  const list = element("div", { id, role: "listbox", "aria-label": input.dataset.suggestLabel, class: "suggestions", hidden: "" });
  // What the list has is said: the focus stays in the box.
  const status = element("span", { role: "status", class: "vh" });
  input.parentElement.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) {
    input.setAttribute(name, value);
  }
  const [none, one, several] = input.dataset.suggestTold.split(" | ");
  const answers = new Map();
  let asking = new AbortController();
  let timer;
  let active = -1;
  // What the list is of.
  let listed;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  // Closes the list, and none opens that was asked for before.
  const quit = () => {
    clearTimeout(timer);
    asking.abort();
    close();
  };
  const show = () => {
    list.hidden = options().length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const activate = (next) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    // One step beyond either end is the box itself.
    active = next < -1 ? all.length - 1 : next >= all.length ? -1 : next;
    all[active]?.setAttribute("aria-selected", "true");
    all[active]?.scrollIntoView({ block: "nearest" });
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", all[active].id);
  };
  const choose = (label, pick) => {
    input.value = label;
    const own = [...input.form.elements].filter((field) => field.name === input.dataset.pick);
    const hidden = own.find((field) => field.type === "hidden") ?? element("input", { type: "hidden", name: input.dataset.pick });
    // The choice made here replaces the one that the page asked for, or offered to correct.
    for (const before of input.parentElement.querySelectorAll(".choose, .new, .known")) before.remove();
    if (!hidden.isConnected) input.parentElement.append(hidden);
    hidden.value = pick;
    input.after(element("p", { class: "known" }, input.dataset.suggestKnown));
    quit();
    status.textContent = `${label} ${input.dataset.suggestKnown}`;
    input.form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const open = (groups) => {
    let count = 0;
    const option = ({ label, lang, detail, href, pick }) => {
      const made = element("a", { id: `${id}-${count++}`, role: "option", "aria-selected": "false", tabindex: "-1" },
        element("span", lang ? { lang } : {}, label), " ", element("small", {}, detail));
      if (href) made.href = href;
      else made.addEventListener("click", () => choose(label, pick));
      return made;
    };
    list.replaceChildren(...groups.map(({ name, items }, at) =>
      element("div", { role: "group", "aria-labelledby": `${id}-group-${at}` },
        element("div", { id: `${id}-group-${at}`, role: "presentation", class: "eyebrow" }, name), ...items.map(option))));
    close();
    show();
    status.textContent = count === 0 ? none : count === 1 ? one : several.replace("#", count);
  };
  const ask = async () => {
    const typed = input.value.trim();
    asking.abort();
    if (typed.length < 2) return close();
    asking = new AbortController();
    try {
      const address = `${input.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const groups = answers.get(typed) ?? (await (await fetch(address, { signal: asking.signal })).json());
      answers.set(typed, groups);
      if (document.activeElement !== input || input.value.trim() !== typed) return;
      listed = typed;
      open(groups);
    } catch {
      // Slow or offline: the form works without.
    }
  };

  input.addEventListener("input", () => {
    // Another text is another record, or none.
    input.parentElement.querySelector(":scope > .known")?.remove();
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!list.hidden) event.preventDefault();
      return quit();
    }
    if (event.isComposing) return;
    // What was closed is opened again, if it still is of what is typed.
    if (list.hidden && event.key === "ArrowDown" && listed === input.value.trim()) show();
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      activate(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].click();
    }
  });
  // A click on an option must not take the focus away before it counts.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("blur", quit);
};

document.querySelectorAll("input[data-suggest]").forEach(suggest);
