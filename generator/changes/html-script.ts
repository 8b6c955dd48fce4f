/** What the page of a report does: it hides what is not asked for. Without it all can be read. */
export const htmlScript = `
const form = document.querySelector("form");
const changes = [...document.querySelectorAll("li")];
const folds = [...document.querySelectorAll("details")].reverse();
function filter() {
  const levels = new Set([...form.querySelectorAll(":checked")].map(({ value }) => value));
  const axis = form.elements.axis.value;
  const words = form.elements.words.value.trim().toLowerCase();
  let count = 0;
  for (const change of changes) {
    const isWanted = levels.has(change.dataset[axis]);
    change.hidden = !(isWanted ? change.textContent.toLowerCase().includes(words) : false);
    count += change.hidden ? 0 : 1;
  }
  for (const fold of folds) fold.hidden = fold.querySelector("li:not([hidden])") === null;
  form.elements.shown.value = count + " of " + changes.length + " changes";
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
`;
