//! Flags and environment of each subcommand. The doc comments here are the help text.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use domain::policy::Profile;
use ipnet::IpNet;
use vault::Cipher;

/// Settings every subcommand shares.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Where the database is: `sqlite:PATH` or `postgres://user@host/name`.
    #[arg(long, global = true, env = "XUESHI_DATABASE", default_value = "sqlite:data/xueshi.db")]
    pub database: String,
    /// File of 32 random bytes, the master key under which every other key is wrapped. Made on first use; keep a copy apart
    /// from the database.
    #[arg(long, global = true, env = "XUESHI_KEY_FILE", default_value = "data/xueshi.key")]
    pub key_file: PathBuf,
    /// With what personal numbers are sealed: AES, or SM4 where national algorithms are asked for. It is chosen with a
    /// database's first start; later `xueshi rotate-keys` changes it.
    #[arg(long, global = true, env = "XUESHI_CIPHER", value_enum, default_value_t = CipherChoice::Aes256Gcm)]
    pub cipher: CipherChoice,
    /// Folder of dated policies (TOML) that add to the built-in ones or replace those of the same version.
    #[arg(long, global = true, env = "XUESHI_POLICIES")]
    pub policies: Option<PathBuf>,
    /// Family of policies for new classes and study sessions; `compressed` counts seconds for minutes, for demonstrations.
    #[arg(long, global = true, env = "XUESHI_PROFILE", value_enum, default_value_t = ProfileChoice::Standard)]
    pub profile: ProfileChoice,
    /// For a rehearsal of the whole way, from an application to a payment, in one afternoon: the site's clock runs so many days
    /// ahead of this machine's. Only with `--profile compressed`, which no site that pays has.
    #[arg(long, global = true, env = "XUESHI_DAYS_AHEAD", value_name = "DAYS", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=366))]
    pub days_ahead: i64,
    /// Folder of finished exports. They hold personal data: keep it closed to others.
    #[arg(long, global = true, env = "XUESHI_EXPORTS", default_value = "data/exports")]
    pub exports: PathBuf,
    /// Folder of the films that institutions upload. Several servers over one database share it. `xueshi backup` does not copy
    /// it: copy it beside the backup.
    #[arg(long, global = true, env = "XUESHI_FILMS", default_value = "data/films")]
    pub films: PathBuf,
    /// The ledger's public name, the first line of every checkpoint; never change it once checkpoints were handed out.
    #[arg(long, global = true, env = "XUESHI_LEDGER_NAME", default_value = "xueshi.local/ledger")]
    pub ledger_name: String,
    /// What to log, in the form of RUST_LOG.
    #[arg(long, global = true, env = "XUESHI_LOG", default_value = "info,sqlx=warn")]
    pub log: String,
}

#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "XUESHI_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Folder of built styles, scripts and wasm (`pkg/` inside it), as `.ci/build` makes it, in place of those that a release
    /// build carries.
    #[arg(long, env = "XUESHI_SITE", value_name = "FOLDER")]
    pub site: Option<PathBuf>,
    /// Folder of files served as they are, icon and lesson media (`media/` inside it), in place of those in this binary.
    #[arg(long, env = "XUESHI_PUBLIC", value_name = "FOLDER")]
    pub public: Option<PathBuf>,
    /// The address people type, as https://xueshi.example.gov.cn, where a proxy stands before this server. With https,
    /// cookies are sent over https only. Passkeys are bound to its domain: a new one makes them all worthless. Without it
    /// they work on http://localhost only.
    #[arg(long, env = "XUESHI_ORIGIN", value_parser = origin)]
    pub origin: Option<String>,
    /// Address of a proxy before this server, or a network of such (10.0.0.0/24); may be repeated. Only these are believed about
    /// where a request comes from (the last entry of X-Forwarded-For): limits are counted by it, and the audit log names it.
    #[arg(long, env = "XUESHI_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',', value_parser = network)]
    pub trusted_proxy: Vec<IpNet>,
    /// Connections at once; of one network an eighth of them. The process must be allowed as many open files.
    #[arg(long, env = "XUESHI_CONNECTIONS", default_value_t = 8192)]
    pub connections: usize,
    /// After a signal to end, answers under way have so many seconds.
    #[arg(long, env = "XUESHI_DRAIN_SECONDS", value_name = "SECONDS", default_value_t = 10)]
    pub drain_seconds: u64,
    /// File of the periods for which personal data is kept, in place of the built-in ones (`server/retention`).
    #[arg(long, env = "XUESHI_RETENTION", value_name = "FILE")]
    pub retention: Option<PathBuf>,
    /// Folder of holidays by the year (JSON, as in `server/holidays`) that add to the built-in years or replace the same:
    /// deadlines are counted in working days.
    #[arg(long, env = "XUESHI_HOLIDAYS", value_name = "FOLDER")]
    pub holidays: Option<PathBuf>,
    /// The authority that runs the site (主办单位), as the foot of every page says.
    #[arg(long, env = "XUESHI_ORGANISER", value_name = "NAME", default_value = "")]
    pub organiser: String,
    /// The site's ICP 备案号, where it has one.
    #[arg(long, env = "XUESHI_ICP", value_name = "NUMBER", default_value = "")]
    pub icp: String,
    /// The site's 公安备案号, where it has one.
    #[arg(long, env = "XUESHI_POLICE_RECORD", value_name = "NUMBER", default_value = "")]
    pub police_record: String,
    /// A font file for learning records as PDF, with the number of the font behind `#` where it holds several; may be given more
    /// than once: each character is set in the first that has it. Without one, records can be printed but not downloaded.
    /// Debian's fonts-noto-cjk: /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#2
    #[arg(long, env = "XUESHI_PDF_FONT", value_name = "FILE", value_delimiter = ',')]
    pub pdf_font: Vec<String>,
    /// Whether officials of every kind need a second factor (an authenticator app or a passkey). Where it is required they have
    /// no rights until they have turned it on under "my account". Learners may have one either way. `offered` is for the demo
    /// city, whose officials sign in with the password alone.
    #[arg(long, env = "XUESHI_SECOND_FACTOR", value_enum, default_value_t = SecondFactorChoice::Required)]
    pub second_factor: SecondFactorChoice,
    /// How one-time codes reach phones. With `none` nobody is asked for a code, and a forgotten password is the school's matter.
    /// `outbox` is for development: codes appear at /dev/outbox on this very machine, and the server listens there only.
    #[arg(long, env = "XUESHI_CODES", value_enum, default_value_t = CodesChoice::None)]
    pub codes: CodesChoice,
    /// Where `--codes gateway` sends text messages: an https address that takes a JSON document by POST.
    #[arg(long, env = "XUESHI_GATEWAY_URL", required_if_eq("codes", "gateway"))]
    pub gateway_url: Option<String>,
    /// File with the token that the gateway wants as `Authorization: Bearer …`.
    #[arg(long, env = "XUESHI_GATEWAY_TOKEN_FILE")]
    pub gateway_token_file: Option<PathBuf>,
    /// File with the JSON document, in whose texts `{phone}` and `{code}` stand for the two.
    #[arg(long, env = "XUESHI_GATEWAY_TEMPLATE")]
    pub gateway_template: Option<PathBuf>,
    /// The same for the word to somebody that their document or number was used to register again, with `{phone}` in it.
    #[arg(long, env = "XUESHI_GATEWAY_NOTICE_TEMPLATE")]
    pub gateway_notice_template: Option<PathBuf>,
    /// Address of an outside provider of sign-ins (OpenID Connect), as it names itself: https, or on this machine. People link
    /// their account with it under "my account"; it never gives rights and counts as one factor. Needs `--origin` and
    /// `--oidc-client-id`; the provider must know ORIGIN/sign-in/oidc/back as the way back.
    #[arg(long, env = "XUESHI_OIDC_ISSUER", value_name = "URL", requires_all = ["origin", "oidc_client_id"])]
    pub oidc_issuer: Option<String>,
    /// What this site is called at the provider.
    #[arg(long, env = "XUESHI_OIDC_CLIENT_ID", value_name = "ID", requires = "oidc_issuer")]
    pub oidc_client_id: Option<String>,
    /// File with the secret that the provider gave this site; without it PKCE alone protects the exchange.
    #[arg(long, env = "XUESHI_OIDC_CLIENT_SECRET_FILE", value_name = "FILE", requires = "oidc_issuer")]
    pub oidc_client_secret_file: Option<PathBuf>,
    /// What people call the provider.
    #[arg(long, env = "XUESHI_OIDC_LABEL", value_name = "NAME", default_value = "统一身份认证")]
    pub oidc_label: String,
    /// Folder to which every new checkpoint of the ledger is written, for auditors to fetch or a job to send on.
    #[arg(long, env = "XUESHI_CHECKPOINT_DIR")]
    pub checkpoint_dir: Option<PathBuf>,
    /// A witness (`xueshi witness`, or any that speaks C2SP tlog-witness) that is asked to cosign every new checkpoint of ledger
    /// and audit log: its address and the public key that it prints. May be repeated; in the variable, separated by spaces.
    #[arg(long, env = "XUESHI_WITNESS", value_name = "URL=VKEY", value_delimiter = ' ')]
    pub witness: Vec<String>,
}

#[derive(Debug, Clone, Default, Args)]
pub struct Init {
    /// The city, by its code of GB/T 2260 (370500): the city and its counties and zones become the regions.
    #[arg(long, value_name = "CODE", required_unless_present = "again")]
    pub division: Option<String>,
    /// The bureau that answers for the site, by its full name.
    #[arg(long, value_name = "NAME", required_unless_present = "again")]
    pub bureau: Option<String>,
    /// Its unified social credit code (18 characters).
    #[arg(long, value_name = "CODE", required_unless_present = "again")]
    pub credit_code: Option<String>,
    /// The phone under which people reach it.
    #[arg(long, value_name = "NUMBER", required_unless_present = "again")]
    pub phone: Option<String>,
    /// The first officer, by the name on the identity document: only somebody registered under it can accept.
    #[arg(long, value_name = "NAME", required_unless_present = "again")]
    pub officer: Option<String>,
    /// Only this: another link for the first officer, where the one before was lost or has expired and nobody has accepted.
    #[arg(long, conflicts_with_all = ["division", "bureau", "credit_code", "phone"])]
    pub again: bool,
    /// The address people type, as https://xueshi.example.gov.cn: the link is printed with it.
    #[arg(long, env = "XUESHI_ORIGIN", value_parser = origin)]
    pub origin: Option<String>,
}

#[derive(Debug, Clone, Default, Args)]
pub struct Verify {
    /// An old checkpoint that somebody kept (a file), of the ledger or of the audit log: today's must continue it. May be repeated.
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Vec<PathBuf>,
    /// A witness: the books must be what it saw, with no entry made at another time than between what it saw before and after.
    /// Its address, or a copy of its state or of a checkpoint that it cosigned; and its public key. A state says most: all it
    /// ever saw. May be repeated.
    #[arg(long, value_name = "URL|FILE=VKEY", conflicts_with = "bundle")]
    pub witness: Vec<String>,
    /// A public key of the ledger, `name+id+base64`, from whenever: signed hand-overs lead from it to the keys before and
    /// after. `/api/ledger/keys` shows them all. Without it, the key file's own.
    #[arg(long, value_name = "KEY")]
    pub public_key: Option<String>,
    /// An exported file: its rows, columns and sums must be what the signed manifest and the ledger say. May be repeated.
    #[arg(long, value_name = "FILE")]
    pub export: Vec<PathBuf>,
    /// The manifest of that file, where it does not stand beside it as NAME.manifest.json.
    #[arg(long, value_name = "FILE", requires = "export")]
    pub manifest: Option<PathBuf>,
    /// A learner's evidence bundle, examined by itself: without database and key file. With `--public-key` it must be signed
    /// by that key. May be repeated.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["export", "checkpoint"])]
    pub bundle: Vec<PathBuf>,
    /// A saved `/api/ledger/keys`: the hand-overs by which bundles are examined, instead of those in the bundle; and exported
    /// files, which then are looked at without a database.
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    /// Look at the exported files only, without a database.
    #[arg(long, requires = "export")]
    pub files_only: bool,
}

#[derive(Debug, Clone, Args)]
pub struct Witness {
    /// Address and port to listen on. It needs no proxy and no https: what it says is signed.
    #[arg(long, env = "XUESHI_WITNESS_LISTEN", default_value = "127.0.0.1:3001")]
    pub listen: SocketAddr,
    /// What the witness is called, for ever, as `witness.example/w1`; needed at its first start only.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// File of all it has cosigned, made with its key at the first start. It only grows, a line a checkpoint. Never put an older
    /// copy back: the witness would cosign what it had already seen otherwise.
    #[arg(long, value_name = "FILE", default_value = "data/witness.state")]
    pub state: PathBuf,
    /// A log to watch: its name and a public key that signs it, as `/api/ledger/keys` lists them. A ledger and its audit log are
    /// two logs. May be repeated, for one log too.
    #[arg(long, value_name = "ORIGIN=PUBLICKEY", required = true)]
    pub watch: Vec<String>,
}

#[derive(Debug, Clone, Args)]
pub struct Backup {
    /// The file to make; its manifest is FILE.manifest.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Clone, Args)]
pub struct Restore {
    /// The backup, with FILE.manifest beside it.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Take the place of a database in which there is something; that one is kept aside.
    #[arg(long)]
    pub replace: bool,
    /// Compare signature, digest and the roots of both trees only, instead of recomputing every total.
    #[arg(long)]
    pub quick: bool,
}

#[derive(Debug, Clone, Default, Args)]
pub struct RotateKeys {
    /// Wrap the keys under this key file too (made if it is not there). Then restart every server with it, one after the
    /// other, and end with `--forget-other-key-files`.
    #[arg(long, value_name = "FILE")]
    pub new_key_file: Option<PathBuf>,
    /// Only this: no other key file than the present one opens the database any more.
    #[arg(long, conflicts_with = "new_key_file")]
    pub forget_other_key_files: bool,
}

#[derive(Debug, Clone, Args)]
pub struct RotateSigningKey {
    /// For so long both keys sign every checkpoint, so that whoever knows the old key has time to learn the new one. Then a
    /// running server, or the next that starts, ends the old key and erases it.
    #[arg(long, value_name = "HOURS", default_value_t = 720)]
    pub overlap_hours: u32,
    /// Only this: end the overlap that is going on now, not when it was to end.
    #[arg(long)]
    pub end_overlap: bool,
}

/// A profile as chosen on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProfileChoice {
    /// Real minutes.
    Standard,
    /// Seconds instead of minutes: demonstrations and tests only.
    Compressed,
}

impl From<ProfileChoice> for Profile {
    fn from(choice: ProfileChoice) -> Self {
        match choice {
            ProfileChoice::Standard => Self::Standard,
            ProfileChoice::Compressed => Self::Compressed,
        }
    }
}

/// A way for one-time codes as chosen on the command line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum CodesChoice {
    #[default]
    None,
    /// Development only.
    Outbox,
    /// Text messages.
    Gateway,
}

/// What is asked of officials beside their password, as chosen on the command line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum SecondFactorChoice {
    /// No rights without one.
    #[default]
    Required,
    /// They may have one.
    Offered,
}

/// A cipher as chosen on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CipherChoice {
    #[value(name = "aes-256-gcm")]
    Aes256Gcm,
    #[value(name = "sm4-gcm")]
    Sm4Gcm,
}

impl From<CipherChoice> for Cipher {
    fn from(choice: CipherChoice) -> Self {
        match choice {
            CipherChoice::Aes256Gcm => Self::Aes256Gcm,
            CipherChoice::Sm4Gcm => Self::Sm4Gcm,
        }
    }
}

/// An address, or a network with the number of its bits.
fn network(text: &str) -> Result<IpNet, String> {
    let one = text.parse::<IpAddr>().map(IpNet::from);
    one.or_else(|_| text.parse()).map_err(|_| "it must look like 10.0.0.7 or 10.0.0.0/24".to_owned())
}

/// Scheme and host without a path, as browsers write it.
fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host.map(|host| host.trim_end_matches('/')) {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(text.trim_end_matches('/').to_ascii_lowercase())
        }
        _ => Err("it must look like https://xueshi.example.gov.cn, without a path".to_owned()),
    }
}
