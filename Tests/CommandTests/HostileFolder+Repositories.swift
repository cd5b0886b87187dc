extension HostileFolder {
    /// Repositories whose own settings, names and objects are meant to act.
    static let repositories = [
        HostileFolder(
            "settings that name programs",
            manifest(),
            script: """
                printf '*.yaml filter=evil diff=evil merge=evil\\n' > .gitattributes
                git add -A && \(commit) -m attributes
                for key in core.fsmonitor core.pager core.sshCommand core.askPass core.editor core.gitProxy \\
                  core.alternateRefsCommand diff.external diff.evil.command diff.evil.textconv filter.evil.smudge \\
                  filter.evil.clean filter.evil.process merge.evil.driver credential.helper sequence.editor gpg.program \\
                  pager.ls-tree pager.cat-file pager.rev-parse alias.ls-tree alias.cat-file alias.rev-parse \\
                  uploadpack.packObjectsHook remote.origin.uploadpack remote.origin.vcs trace2.eventTarget; do
                  git config "$key" "touch $PWD/mark; #"; done
                git config core.fsmonitor "$PWD/trap"
                printf '#!/bin/sh\\ntouch %s/mark\\n' "$PWD" > trap; chmod +x trap
                mkdir -p .git/hooks
                for hook in post-checkout post-index-change reference-transaction fsmonitor-watchman post-rewrite; do
                  cp trap .git/hooks/$hook; done
                rm trap
                """,
            says: [],
            isRepository: true,
            isValid: true
        ),
        HostileFolder(
            "objects that are to be fetched",
            manifest(),
            script: """
                git config extensions.partialClone origin
                git config core.repositoryFormatVersion 1
                git config remote.origin.promisor true
                git config remote.origin.url "ext::sh -c touch% $PWD/mark"
                git config protocol.ext.allow always
                git config protocol.allow always
                blob=$(git rev-parse HEAD:m.yaml)
                rm -f ".git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)"
                """,
            // Git has no size for what is not there, so the file is none.
            says: [],
            isRepository: true,
            isValid: true
        ),
        HostileFolder(
            "settings that include the password file",
            manifest(),
            script: "git config include.path /etc/passwd",
            says: ["RN0755"],
            isRepository: true,
            isValid: true
        ),
        HostileFolder(
            "modules and branches named like options",
            manifest(),
            script: """
                printf '[submodule "--upload-pack=touch mark"]\\n\\tpath = -x\\n\\turl = ext::touch mark\\n\\tupdate = !touch mark\\n' \\
                  > .gitmodules
                git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),-x"
                git add .gitmodules && \(commit) -m modules
                git update-ref 'refs/heads/--upload-pack=touch' HEAD
                git update-ref refs/tags/-h HEAD
                git symbolic-ref HEAD 'refs/heads/--upload-pack=touch'
                """,
            says: [],
            isRepository: true,
            isValid: true
        ),
        HostileFolder(
            "a head that leads elsewhere",
            manifest(),
            script: "printf 'ref: ../../../../etc/passwd\\n' > .git/HEAD",
            says: ["RN0755"],
            isRepository: true,
            isValid: true
        ),
        HostileFolder(
            "objects of another repository",
            manifest(),
            script:
                "mkdir -p .git/objects/info; printf '/etc\\n/proc/self/fd\\n' > .git/objects/info/alternates",
            says: [],
            isRepository: true,
            isValid: true
        ),
        HostileFolder(
            "a commit with links and endless names",
            manifest(),
            script: """
                ln -s /etc/passwd n.yaml
                name=$(head -c 200 /dev/zero | tr '\\0' a)
                i=0; while [ $i -lt 300 ]; do cp m.yaml "$name$i"; i=$((i+1)); done
                git add -A && \(commit) -m names && rm -f n.yaml
                """,
            says: [],
            isRepository: true,
            isValid: true
        ),
    ]
}
