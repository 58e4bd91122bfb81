/**
 * The figures of the last measurement on real histories, on 2026-11-21: 157 HTML pages with ten versions or more of nine
 * public repositories (docs/judging.md, "Measured").
 */
export const recorded = `Recorded on 2026-11-21 (docs/judging.md says of what):
real histories  uploads    found  right base  rolled back
1 back             2711  98.71 %     99.03 %       0.63 %
2 back             2292  99.65 %     99.12 %      81.24 %
3 back             2002  99.65 %     98.75 %      92.41 %
5 back             1530  99.93 %     98.69 %      98.76 %
10 back             997  99.90 %     99.40 %      99.80 %
Of 4281 real, consecutive edits 7 would have been rolled back (0.16 %; 1 of them exact reverts) and 32 alerted (0.75 %), besides 77 exact reverts.

the peer: nearest by lines  uploads     found  right base  rolled back
1 back                         2711   99.00 %     98.55 %       1.44 %
2 back                         2292   99.83 %     97.95 %      97.03 %
3 back                         2002   99.95 %     97.35 %      97.75 %
5 back                         1530  100.00 %     97.65 %      99.87 %
10 back                         997  100.00 %     98.19 %      99.90 %
Of 4281 real, consecutive edits 84 would have been rolled back (1.96 %; 4 of them exact reverts) and 67 alerted (1.57 %), besides 73 exact reverts.

share undone   1 back   2 back   3 back   5 back  10 back  alerted  rolled back
0.50          98.89 %  99.78 %  99.75 %  99.93 %  99.90 %   1.26 %       0.16 %
0.60          98.86 %  99.78 %  99.75 %  99.93 %  99.90 %   1.12 %       0.16 %
0.70          98.82 %  99.69 %  99.75 %  99.93 %  99.90 %   0.79 %       0.16 %
0.75 shipped  98.71 %  99.65 %  99.65 %  99.93 %  99.90 %   0.75 %       0.16 %
0.80          98.64 %  99.61 %  99.60 %  99.93 %  99.90 %   0.65 %       0.16 %
0.85          98.41 %  99.48 %  99.45 %  99.80 %  99.80 %   0.61 %       0.12 %
0.90          98.30 %  99.39 %  99.25 %  99.61 %  99.80 %   0.63 %       0.09 %
0.95          98.23 %  99.30 %  99.10 %  99.48 %  99.70 %   0.63 %       0.09 %

other findings         edits   share
page.emptied rollback      4  0.09 %
page.structure alert     202  4.72 %
page.truncated alert       3  0.07 %`;
