// "Try it" opens the page to type into below the example; one at a time, as each is a Python of its own.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".try a");
  const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || !location.protocol.startsWith("http")) return;
  event.preventDefault();
  const open = document.querySelector(".tried");
  const asked = open?.dataset.asked;
  open?.remove();
  for (const each of document.querySelectorAll(".try a[aria-expanded=true]")) each.setAttribute("aria-expanded", "false");
  if (asked === link.href) return; // a second click closes it
  const box = document.createElement("div");
  box.className = "tried";
  box.dataset.asked = link.href;
  const page = document.createElement("iframe");
  page.title = "recur, to type into";
  page.src = link.href;
  page.allow = "clipboard-write";
  const whole = document.createElement("a");
  [whole.href, whole.textContent] = [link.href, "Open it in a page of its own"];
  box.append(page, whole);
  link.closest(".try").after(box);
  link.setAttribute("aria-expanded", "true");
});
