/// How the HTML report looks: by day and by night, on paper, on a telephone.
enum RunHTMLStyle {
    /// The style sheet.
    ///
    /// Classes of one letter are standings: failed, open, unsent, succeeded.
    static let text = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1c2126;--dim:#59636e;--line:#d8dee4;--card:#f6f8fa;\
        --link:#0969da;--f:#cf222e;--o:#9a6700;--u:#6e7781;--s:#1a7f37;--q:#bcc8d4;--t:#8250df}
        @media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9198a1;--line:#30363d;\
        --card:#161b22;--link:#58a6ff;--f:#f85149;--o:#d29922;--u:#8b949e;--s:#3fb950;--q:#3d4a58;--t:#bc8cff}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1200px;padding:24px;background:var(--bg);color:var(--fg);\
        font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        h1{font-size:24px;margin:0}h2{font-size:18px;margin:32px 0 12px}
        p{margin:4px 0}a{color:var(--link)}.dim{color:var(--dim)}
        code,.id{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;\
        overflow-wrap:anywhere}
        .verdict{font-size:14px;font-weight:600;border:1px solid;border-radius:99px;padding:2px 10px;\
        margin-left:8px;vertical-align:3px;white-space:nowrap}
        .f{color:var(--f)}.o{color:var(--o)}.u{color:var(--u)}.s{color:var(--s)}
        .tiles{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0 12px;padding:0;list-style:none}
        .tiles li{border:1px solid var(--line);border-radius:8px;background:var(--card);padding:8px 16px;\
        min-width:104px}
        .tiles b{display:block;font-size:24px;line-height:1.2}.tiles span{color:var(--dim)}
        .meter{display:flex;gap:2px;height:10px;border-radius:5px;overflow:hidden}
        .meter i{background:currentColor;min-width:3px}
        article{border:1px solid var(--line);border-left:4px solid;border-radius:6px;background:var(--card);\
        padding:10px 16px;margin:10px 0}
        article>b,article>pre,article>ul{color:var(--fg)}article>span:not([class]){color:var(--fg)}
        h1,p,article{overflow-wrap:anywhere}
        article ul{margin:6px 0 0;padding-left:18px;font-size:14px}article li b{font-weight:400}
        article pre{margin:6px 0 0;white-space:pre-wrap;overflow-wrap:anywhere;\
        font:13px/1.5 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        .lanes{display:grid;grid-template-columns:fit-content(40%) 1fr;column-gap:12px}
        .lanes>div:first-child div{height:22px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;\
        font-size:13px;text-align:right}
        .plot{position:relative;padding-top:22px}.names{padding-top:22px}
        .plot svg{display:block;width:100%;border-bottom:1px solid var(--line)}
        .plot span{position:absolute;top:0;font-size:12px;color:var(--dim);transform:translateX(-50%);\
        white-space:nowrap}.plot span:first-child{transform:none}
        path{fill:none}.grid{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
        .bf{stroke:var(--f)}.bo{stroke:var(--o)}.bu{stroke:var(--u)}.bs{stroke:var(--s)}\
        .bq{stroke:var(--q)}.bt{stroke:var(--t)}
        .key{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:8px;font-size:13px;color:var(--dim)}
        .key i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;\
        vertical-align:-1px;background:currentColor}
        .q{color:var(--q)}.t{color:var(--t)}.key span{color:var(--dim)}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:14px}
        th{text-align:left;color:var(--dim);font-weight:600}
        th,td{border-bottom:1px solid var(--line);padding:5px 12px 5px 0;vertical-align:top}
        td:first-child{overflow-wrap:anywhere;min-width:160px}
        td:nth-child(n+2):nth-child(-n+5){white-space:nowrap}
        td:last-child{overflow-wrap:anywhere;font:13px/1.6 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",\
        monospace}
        tr>td{color:var(--fg)}tr>td:nth-child(2){color:inherit;font-weight:600}
        footer{margin-top:32px;border-top:1px solid var(--line);padding-top:12px;color:var(--dim);font-size:13px}
        @media print{body{max-width:none;padding:0}article,tr{break-inside:avoid}}
        """
}
