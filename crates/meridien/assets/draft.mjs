// Stores a section within two seconds of a key, says so, and shows what is wrong beside its field. Without this script every
// submit does the same.

const WAIT = 1500;
const RETRY = 5000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const status = form.querySelector("[data-draft-status]");
  // The fields of which something may be said: those that were written in, and those of which something was said.
  const shown = new Set();
  let timer;
  let saving;
  let changed = false;
  let stopped = false;

  const say = (text) => {
    status.textContent = text;
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
  const save = async () => {
    if (!changed || stopped) return;
    changed = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("quiet", "1");
    const keepalive = document.visibilityState === "hidden" && body.toString().length < 60000;
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, redirect: "error", keepalive });
    } catch {
      // Offline: nothing is lost, it is tried again.
    }
    if (answer?.ok) {
      const { edit, remarks } = await answer.json();
      form.elements.edit.value = edit;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      const said = form.dataset.draft.replace("{time}", time);
      return say([said, ...show(remarks)].join(" "));
    }
    if (answer?.status === 409 || answer?.status === 401) {
      // A person has to decide: the next submit shows how.
      stopped = true;
      return say(answer.status === 409 ? form.dataset.draftConflict : form.dataset.draftSession);
    }
    changed = true;
    say(form.dataset.draftFailed);
    later(RETRY);
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
    for (const { id, text, grave } of remarks) {
      const control = document.getElementById(id);
      if (!control || !(shown.has(id) || control.value)) continue;
      const remark = document.createElement("p");
      remark.id = `${id}-remark`;
      remark.className = grave ? "fault" : "note";
      remark.dataset.remark = id;
      remark.textContent = grave ? `${form.dataset.draftFault} ${text}` : text;
      const legend = control.matches("fieldset") && control.querySelector("legend");
      if (legend) legend.after(remark);
      else control.before(remark);
      control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${remark.id}`.trim());
      if (!grave) continue;
      errors.push(remark.textContent);
      control.closest(".field")?.classList.add("faulty");
      if (!legend) control.setAttribute("aria-invalid", "true");
    }
    return errors;
  };

  form.addEventListener("input", ({ target }) => {
    shown.add(target.id || target.closest("[id]")?.id);
    changed = true;
    later(WAIT);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) run();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = undefined;
    if (!saving) {
      changed = false;
      return;
    }
    // A save under way changes the count that the form is checked against: it is waited for. A form takes no second
    // submit while it is in its first, hence the new task.
    event.preventDefault();
    const submitter = event.submitter;
    saving.then(() => {
      changed = false;
      setTimeout(() => form.requestSubmit(submitter));
    });
  });
}

document.querySelector(".summary[autofocus]")?.focus();
