// Stores a section within two seconds of a key, says so, and shows what is wrong beside its field. Without this script every
// submit does the same.

const WAIT = 1500;
const RETRY = 5000;
// How long an answer is waited for, and a millisecond more for each byte that is sent: lines of 1 kB a second are in use.
const PATIENCE = 20000;
// When whoever waits is told so.
const SLOW = 1000;
// Browsers send no more than 64 kB for a page that is gone.
const LARGEST = 60000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const status = form.querySelector("[data-draft-status]");
  // The fields of which something may be said: those that were written in, and those of which something was said.
  const shown = new Set();
  let timer;
  let saving;
  let changed = false;
  let stopped = false;
  // Whether the form waits to be sent, and whether it is being sent.
  let sending = false;
  let sent = false;
  let failed = false;
  // What was sent last, where no answer says whether it was stored.
  let lost;
  // Whether the page is being left by another form than this one.
  let leaving = false;

  // What asks for something stays at the foot of the window while the buttons are below it: whoever types sees it. What is
  // said already is not said again, unless somebody asked for it.
  const say = (text, alert = false, again = false) => {
    if (again || text !== status.textContent) status.textContent = text;
    status.classList.toggle("alert", alert);
  };
  // Counted from the first key that is not stored: whoever goes on typing is stored too.
  const later = (wait) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      run();
    }, wait);
  };
  // One save at a time: of two at once, each would take the other for somebody else's.
  const run = () => {
    saving ??= save().finally(() => {
      saving = undefined;
      if (changed && !stopped) later(WAIT);
    });
  };
  const written = () => {
    const body = new URLSearchParams(new FormData(form));
    body.set("quiet", "1");
    return body;
  };
  const isLarge = (body) => body.toString().length >= LARGEST;
  // Says that something is being sent, where that takes longer than one expects.
  const patiently = (work) => {
    const slow = setTimeout(() => say(form.dataset.draftSending, true), SLOW);
    return work.finally(() => clearTimeout(slow));
  };
  // Stores at once whatever is not stored.
  const store = async () => {
    clearTimeout(timer);
    timer = undefined;
    await saving;
    run();
    await saving;
  };
  const settle = () => patiently(store());
  // Whether the atlas answered. A form that is about to be sent is stored whether it was changed or not: that shows that the
  // atlas can be reached, and that nothing typed is lost if it is not.
  const save = async (sending = false) => {
    if (!sending && (!changed || stopped)) return true;
    changed = false;
    // What may have been stored is sent once more as it was, which changes nothing and gives the new mark: with the old one,
    // what was typed since would be taken for somebody else's.
    const again = lost !== undefined;
    const body = lost ?? written();
    const keepalive = document.visibilityState === "hidden" && !isLarge(body);
    const signal = AbortSignal.timeout?.(PATIENCE + body.toString().length);
    let answer;
    let stored;
    try {
      answer = await fetch(form.action, { method: "POST", body, redirect: "error", keepalive, signal });
      if (answer.ok) stored = await answer.json();
    } catch {
      // Offline, too slow, cut off, or a page of somebody between: nothing is lost, it is tried again.
      answer = undefined;
    }
    failed = !answer?.ok;
    lost = answer && answer.status < 500 ? undefined : body;
    if (stored) {
      form.elements.edit.value = stored.edit;
      if (again) {
        changed = true;
        return save(sending);
      }
      say([stored.saved, ...show(stored.remarks)].join(" "), false, sending);
      return true;
    }
    changed = true;
    if (answer?.status === 409 || answer?.status === 401) {
      // A person has to decide: the next submit shows how.
      stopped = true;
      const { told } = answer.status === 409 ? await answer.json().catch(() => ({})) : {};
      say(told ?? (answer.status === 409 ? form.dataset.draftConflict : form.dataset.draftSession), true);
      return true;
    }
    const waits = answer?.status === 503 ? form.dataset.draftClosed : form.dataset.draftFailed;
    say(sending ? form.dataset.draftUnreached : waits, true);
    later(RETRY);
    // A refusal is shown by the page that the form leads to.
    return Boolean(answer) && answer.status < 500;
  };

  // Puts each remark beside its field, in the place of those before; returns the errors, to be announced.
  const show = (remarks) => {
    for (const before of form.querySelectorAll("[data-remark]")) {
      const control = document.getElementById(before.dataset.remark);
      shown.add(before.dataset.remark);
      before.remove();
      control?.removeAttribute("aria-invalid");
      control?.closest(".faulty")?.classList.remove("faulty");
      const described = (control?.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id));
      if (described.length) control.setAttribute("aria-describedby", described.join(" "));
      else control?.removeAttribute("aria-describedby");
    }
    const errors = [];
    mended(remarks);
    for (const { id, text, grave } of remarks) {
      const control = document.getElementById(id);
      if (!control || !(shown.has(id) || isFilled(control))) continue;
      const before = [...form.querySelectorAll("[data-remark]")].filter(({ dataset }) => dataset.remark === id);
      const remark = document.createElement("p");
      remark.id = `${id}-remark-${before.length + 1}`;
      remark.className = grave ? "fault" : "note";
      remark.dataset.remark = id;
      remark.textContent = grave ? `${form.dataset.draftFault} ${text}` : text;
      const legend = control.matches("fieldset") && control.querySelector("legend");
      if (legend) (before.at(-1) ?? legend).after(remark);
      else control.before(remark);
      control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${remark.id}`.trim());
      if (!grave) continue;
      errors.push(remark.textContent);
      control.closest(".field")?.classList.add("faulty");
      if (!legend) control.setAttribute("aria-invalid", "true");
    }
    return errors;
  };

  // Whether something was written into a field, or into one of a group; a list that is still short is no fault yet.
  const isFilled = (control) => {
    if (!control.matches("fieldset")) return control.value !== "";
    const within = control.matches(".list") ? [] : control.querySelectorAll("input:not([type]), textarea, :checked");
    return [...within].some((field) => field.value !== "");
  };

  // Takes what is wrong no more out of the list above the form.
  const mended = (remarks) => {
    const wrong = new Set(remarks.filter(({ grave }) => grave).map(({ id }) => `#${id}`));
    for (const link of document.querySelectorAll(".summary a")) {
      if (!wrong.has(link.getAttribute("href"))) link.closest("li").remove();
    }
    document.querySelector(".summary:not(:has(a))")?.remove();
  };

  form.addEventListener("input", ({ target }) => {
    leaving = false;
    shown.add(target.id || target.closest("[id]")?.id);
    changed = true;
    later(WAIT);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) run();
  });
  // What a page that goes could not send would be lost: the browser asks first.
  window.addEventListener("beforeunload", (event) => {
    if (changed && (stopped || failed || saving || isLarge(written()))) event.preventDefault();
  });
  // Whoever leaves by a link or by another form of the page is stored first: what a page sends while it goes may come too
  // late, for a session that ends with it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const kept = event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || kept || link.target || link.download || !(changed || saving)) return;
    // Within the page.
    if (link.href.split("#")[0] === location.href.split("#")[0]) return;
    event.preventDefault();
    settle().then(() => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target === form || leaving || event.defaultPrevented || !(changed || saving)) return;
    event.preventDefault();
    settle().then(() => {
      leaving = true;
      target.requestSubmit(submitter);
    });
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = undefined;
    if (sent) {
      changed = false;
      return;
    }
    // A save under way changes the mark that the form is checked against: it is waited for. The form itself is sent once the
    // atlas has answered: where it cannot be reached, the page stays with the text. A form takes no second submit while it is
    // in its first, hence the new task.
    event.preventDefault();
    if (sending) return;
    sending = true;
    const submitter = event.submitter;
    const reached = Promise.resolve(saving).then(() => {
      saving = save(true).finally(() => {
        saving = undefined;
      });
      return saving;
    });
    patiently(reached)
      // An answer that is none of ours is shown as it comes.
      .catch(() => {
        failed = true;
        return true;
      })
      .then((reached) => {
        sending = false;
        // Enter in a line saves, and whoever pressed it goes on there; a refusal is shown by the page that comes.
        if (!reached || (submitter?.value === "stay" && !failed)) return;
        sent = true;
        setTimeout(() => {
          form.requestSubmit(submitter);
          // Whoever comes back to this page goes on writing in it.
          sent = false;
        });
      });
  });
}

document.querySelector(".summary[autofocus]")?.focus();
