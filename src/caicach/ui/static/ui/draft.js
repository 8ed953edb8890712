// Drafts: <form data-draft-url="…"> is posted to that address a moment after each change, and says when it was kept.
// The draft lives on the server; nothing stays in the browser.
const PAUSE = 1500;

const keep = (form) => {
  let timer = 0;
  let sending = false;
  let again = false;
  let sent = false;
  let flight = null;
  const place = form.querySelector("[data-draft-says]");
  const words = place ? place.dataset : {};

  const say = (text, failed = false) => {
    if (!place) return;
    place.textContent = text;
    place.classList.toggle("failed", failed);
  };

  const send = async () => {
    if (sending) { again = true; return; }
    sending = true;
    try {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      for (const box of form.querySelectorAll("input[type=checkbox][name]")) {
        if (!data.has(box.name)) data.append("unticked", box.name); // a form posts nothing for it
      }
      flight = new AbortController();
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "draft" },
        redirect: "error",
        signal: flight.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = new Date();
      say(`${words.saved || ""} ${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`);
    } catch {
      if (sent) { sending = again = false; return; } // the form itself is on its way: no draft after it
      say(words.failed || "", true);
      window.clearTimeout(timer);
      timer = window.setTimeout(send, 15000);
    }
    sending = false;
    if (again) { again = false; later(); }
  };

  const later = () => {
    sent = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(send, PAUSE);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    sent = true;
    again = false;
    window.clearTimeout(timer);
    flight?.abort();
  });
};

export const start = (root) => {
  for (const form of root.querySelectorAll("form[data-draft-url]:not([data-draft-kept])")) {
    form.dataset.draftKept = "";
    keep(form);
  }
};
