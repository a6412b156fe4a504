// Stores a section two seconds after the last key, and says so. Without this script every submit stores it.

const WAIT = 2000;
const RETRY = 5000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const status = form.querySelector("[data-draft-status]");
  let timer;
  let saving = Promise.resolve();
  let changed = false;
  let stopped = false;

  const say = (text) => {
    status.textContent = text;
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => (saving = save()), wait);
  };
  const save = async () => {
    if (!changed || stopped) return;
    changed = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("quiet", "1");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
    } catch {
      // Offline: nothing is lost, it is tried again.
    }
    if (answer?.ok) {
      form.elements.edit.value = (await answer.json()).edit;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      return say(form.dataset.draft.replace("{time}", time));
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

  form.addEventListener("input", () => {
    changed = true;
    later(WAIT);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (form.dataset.ready) return;
    // A save under way changes the count that the form is checked against: it is waited for.
    event.preventDefault();
    const submitter = event.submitter;
    saving.finally(() => {
      changed = false;
      form.dataset.ready = "1";
      form.requestSubmit(submitter);
      delete form.dataset.ready;
    });
  });
}

document.querySelector(".summary[autofocus]")?.focus();
