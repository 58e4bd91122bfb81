/** Colours of a picture: each at least 3 to 1 on its ground, text 4.5 to 1, in light and in dark. */
export const PICTURE_STYLE = `
:root{color-scheme:light dark;--ground:#ffffff;--ink:#1a202c;--quiet:#56606e;--lane:#d5dae1;
--rollback:#c02626;--alert:#b45f06;--undecided:#6b3fc4;--accepted:#2a7f4f;--unchanged:#6b7685}
@media (prefers-color-scheme:dark){:root{--ground:#12161c;--ink:#edf1f6;--quiet:#a3adba;--lane:#343c48;
--rollback:#ff7b72;--alert:#f0a53c;--undecided:#b79bff;--accepted:#5fca8a;--unchanged:#8e99a8}}
body{margin:0;background:var(--ground)}
figure{margin:0}
body>svg,figure>svg{display:block;max-width:100%;height:auto}
text{font:12px system-ui,sans-serif;fill:var(--ink)}
.title{font-size:18px;font-weight:600}
.name{font-size:14px;font-weight:600}
.quiet{fill:var(--quiet)}
.ground{fill:var(--ground)}
.lane{stroke:var(--lane);fill:none}
.mark,.arc,.base{stroke-width:1.5}
.rollback{fill:var(--rollback);stroke:var(--rollback)}
.alert{fill:var(--alert);stroke:var(--alert)}
.undecided{fill:var(--ground);stroke:var(--undecided)}
.accepted{fill:var(--accepted);stroke:none}
.unchanged{fill:var(--ground);stroke:var(--unchanged)}
.arc{fill:none;opacity:.7}
.base{fill:none;opacity:.9}
`;
