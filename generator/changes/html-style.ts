/** How the page of a report looks: in the light and in the dark, on narrow screens and on paper. */
export const htmlStyle = `
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --error: #c62828; --warning: #a15c00; --info: #1565c0; --none: #6b6b6b; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #ffb74d; --info: #90caf9; --none: #a8a8a8; } }
* { box-sizing: border-box; }
[hidden] { display: none; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.05rem; display: inline; margin: 0; }
code, del, ins { font-family: ui-monospace, monospace; font-size: 0.9em; background: var(--soft); border-radius: 0.2rem; padding: 0 0.2rem; white-space: pre-wrap; }
del, ins { text-decoration: none; display: block; padding: 0.2rem 0.5rem; border-left: 0.2rem solid; }
del { border-color: var(--error); }
ins { border-color: var(--info); }
form { position: sticky; top: 0; background: Canvas; border-bottom: 1px solid var(--line); padding: 0.5rem 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; }
form[hidden] { display: none; }
ul { list-style: none; margin: 0.5rem 0 1rem; padding: 0; }
li { border-left: 0.25rem solid var(--none); padding: 0.25rem 0.75rem; margin: 0.5rem 0; }
li p { margin: 0; }
summary { cursor: pointer; padding: 0.25rem 0; border-bottom: 1px solid var(--line); }
.error { border-color: var(--error); }
.warning { border-color: var(--warning); }
.info { border-color: var(--info); }
b.error { color: var(--error); }
b.warning { color: var(--warning); }
b.info { color: var(--info); }
b.none { color: var(--none); }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 0.5rem; margin: 0.25rem 0; }
.note { font-size: 0.85rem; color: var(--none); }
@media print { form { display: none; } }
`;
