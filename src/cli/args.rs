//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::area::Area;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "ruam",
    version,
    about = "รวมรายงาน ITA ของทุกสำนักเป็นชุดข้อมูลเดียวที่ตรวจแล้วและสืบย้อนได้ทุกค่า\n\
             Brings the ITA reports of an agency's offices together into one checked, traceable dataset",
    after_help = "ตัวอย่าง · Examples:\n  \
        ruam check รายงาน.xlsx                    ตรวจไฟล์ก่อนส่ง · check a file before sending it\n  \
        ruam template --office ส.ตส. --out ส.ตส.xlsx  แบบรายงานเปล่า · a blank form\n  \
        ruam ingest submissions --out out         รวมทั้งโฟลเดอร์ · merge a folder of submissions\n  \
        ruam extract รายงาน.xlsx                  ดูสิ่งที่อ่านได้ · see what was read\n  \
        ruam status out                           ใครยังค้างส่ง · who still owes what\n  \
        ruam trace out I14                        ค่านี้มาจากไหน · where a value came from\n  \
        ruam rules explain weak-above-target      อธิบายกฎ · explain a rule\n\n\
        รหัสออก · Exit codes: 0 ไม่พบข้อผิดพลาด nothing wrong · 1 พบข้อผิดพลาดในข้อมูล errors in the data · \
        2 มีไฟล์ที่อ่านไม่ได้หรือคำสั่งไม่ถูกต้อง a file could not be read, or the command is wrong · \
        130 ถูกสั่งหยุด stopped with Ctrl-C"
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What every command understands.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// ภาษาของข้อความ · language of messages
    #[arg(long, global = true, value_enum, default_value_t = Lang::Th)]
    pub(super) lang: Lang,
    /// สีบนหน้าจอ · colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
    /// ไม่แสดงความคืบหน้าและสรุป · no progress and no summary
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// จำนวนไฟล์ (หรือหน้าของไฟล์เดียว) ที่อ่านพร้อมกัน · files, or pages of one, read at once [default: one per core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// โปรไฟล์หน่วยงานและปีงบประมาณ หรือโฟลเดอร์ของโปรไฟล์ · profile of the agency and fiscal year, or a folder of profiles
    #[arg(long, global = true, value_name = "PATH")]
    pub(super) profile: Option<PathBuf>,
    /// สำนักเจ้าของรายงาน (หรือชื่อย่อหน่วยงาน สำหรับรายงานรวม) · the reporting office (or the agency's code for its consolidated report)
    #[arg(long, global = true, value_name = "CODE")]
    pub(super) office: Option<String>,
    /// รหัสผ่านของ PDF ที่ติดรหัส · password of protected PDF files
    #[arg(long, global = true, value_name = "PASSWORD")]
    pub(super) password: Option<String>,
    /// ทะเบียนรับไฟล์ csv: file,office,received,agency · register of received files
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) manifest: Option<PathBuf>,
    /// ขีดจำกัดของการอ่านหนึ่งไฟล์ ใช้ซ้ำได้ เช่น pages=10000 · another limit on the reading of one file; may be repeated
    #[arg(long, global = true, value_name = "NAME=N")]
    pub(super) limit: Vec<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// รวมรายงานทั้งโฟลเดอร์เป็นชุดข้อมูลเดียว · merge submissions into one dataset
    #[command(
        after_help = "ตัวอย่าง · Example:\n  ruam ingest submissions --manifest submissions/manifest.csv --out out"
    )]
    Ingest {
        /// โฟลเดอร์หรือไฟล์ · folders or files
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// โฟลเดอร์ผลลัพธ์ · output folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// อ่านทุกไฟล์ใหม่ ไม่ใช้ผลที่อ่านไว้ก่อน · read every file again, even those that have not changed
        #[arg(long)]
        fresh: bool,
        /// ตารางที่เขียนด้วย คั่นด้วยจุลภาค · also write tables, in these formats with commas between them
        #[arg(long, value_enum, value_name = "FORMATS", value_delimiter = ',')]
        write: Vec<Write>,
    },
    /// ตรวจไฟล์ก่อนส่ง · check files before sending them
    #[command(
        after_help = "ตัวอย่าง · Examples:\n  ruam check รายงาน.xlsx --office ส.ตส.\n  ruam check รายงาน.xlsx --marked ตรวจแล้ว.xlsx\n  ruam check *.xlsx --marked ตรวจแล้ว\n  ruam check รายงาน.xlsx --format sarif"
    )]
    Check {
        /// ไฟล์ · files
        #[arg(required = true, value_name = "FILE")]
        paths: Vec<PathBuf>,
        /// รูปแบบผลการตรวจ · format of the findings
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
        /// สำเนาของไฟล์ที่ระบายสีและอธิบายช่องที่ผิด (โฟลเดอร์ ถ้าตรวจหลายไฟล์) · a copy of the file with the places marked (a folder, for several files)
        #[arg(long, value_name = "OUT")]
        marked: Option<PathBuf>,
    },
    /// แสดงสิ่งที่อ่านได้จากไฟล์เดียว · print what one file says, as JSON
    #[command(
        after_help = "ตัวอย่าง · Examples:\n  ruam extract รายงาน.xlsx\n  ruam extract รายงาน.xlsx --grid=csv\n  ruam extract รายงาน.pdf --text\n  ruam extract รายงาน.pdf --picture ภาพ\n  ruam extract รายงาน.pdf --grid --area 2:50,100,545,400"
    )]
    Extract {
        /// ไฟล์ · the file
        #[arg(value_name = "FILE")]
        path: PathBuf,
        /// แสดงตารางดิบแทน · print the cells as they stand instead
        #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "json")]
        grid: Option<Grid>,
        /// แสดงข้อความของทุกหน้าแทน (PDF) · print the text of every page instead (PDF)
        #[arg(long, conflicts_with = "grid")]
        text: bool,
        /// เขียนภาพ SVG หน้าละไฟล์ว่าเห็นอะไรและพบตารางอย่างไร (PDF) · write an SVG a page of what is seen and which tables are found (PDF)
        #[arg(long, value_name = "DIR", conflicts_with_all = ["grid", "text"])]
        picture: Option<PathBuf>,
        /// อ่านเฉพาะตารางในบริเวณนี้ หน่วยเป็นพอยต์จากมุมซ้ายบน ใช้ซ้ำได้ (PDF) · read only the table in this area, in points from the top left; may be repeated (PDF)
        #[arg(
            long,
            value_name = "PAGE:LEFT,TOP,RIGHT,BOTTOM",
            conflicts_with_all = ["text", "picture"]
        )]
        area: Vec<Area>,
    },
    /// รวมผลที่อ่านไว้แล้ว · merge what was read before
    #[command(after_help = "ตัวอย่าง · Example:\n  ruam merge out-เหนือ out-ใต้ --out out")]
    Merge {
        /// submission.json, submissions.jsonl หรือโฟลเดอร์ชุดข้อมูล · or dataset folders
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// โฟลเดอร์ผลลัพธ์ · output folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// ตารางที่เขียนด้วย คั่นด้วยจุลภาค · also write tables, in these formats with commas between them
        #[arg(long, value_enum, value_name = "FORMATS", value_delimiter = ',')]
        write: Vec<Write>,
    },
    /// เขียนชุดข้อมูลเป็นตาราง · write a dataset as tables
    #[command(
        after_help = "ตัวอย่าง · Example:\n  ruam export out --write csv,xlsx\n\n\
            ตารางและคอลัมน์ · Tables and columns: schemas/tables.md"
    )]
    Export {
        /// โฟลเดอร์ชุดข้อมูล · the folder of the dataset
        #[arg(value_name = "DATASET")]
        dataset: PathBuf,
        /// รูปแบบ คั่นด้วยจุลภาค · formats, with commas between them
        #[arg(
            long,
            value_enum,
            value_name = "FORMATS",
            value_delimiter = ',',
            required = true
        )]
        write: Vec<Write>,
        /// โฟลเดอร์ผลลัพธ์ · output folder [default: the dataset's own]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// ใครส่งแล้ว ใครยังค้าง · who has reported, and who still owes what
    #[command(
        after_help = "ตัวอย่าง · Examples:\n  ruam status out\n  ruam status out --agency อ.อ.ป.\n  ruam status out --format json\n\n\
            รหัสออก · Exit codes: 0 อ่านชุดข้อมูลได้ แม้มีรายงานค้าง (เป็นคำเตือน) the dataset was read, reports owed being warnings · \
            1 มีรายงานค้างหรือล่าช้า และโปรไฟล์กำหนดให้ office-missing หรือ due-date-passed เป็นข้อผิดพลาด reports are owed or late, and the profile calls that an error · \
            2 อ่านชุดข้อมูลไม่ได้ the dataset cannot be read"
    )]
    Status {
        /// โฟลเดอร์ชุดข้อมูล หรือ dataset.json · a dataset's folder, or its dataset.json
        #[arg(value_name = "DATASET")]
        dataset: PathBuf,
        #[command(flatten)]
        asking: Asking,
    },
    /// ค่านี้มาจากไหน ใครว่าอย่างไร · where a value came from, and who said what
    #[command(
        after_help = "ตัวอย่าง · Examples:\n  ruam trace out I14\n  ruam trace out 'ตัวชี้วัด 5' --source submissions\n  ruam trace out /indicators/4/scores/2563\n  ruam trace out ส.ตส.\n\n\
            รหัสออก · Exit codes: 0 พบ found · 2 ไม่พบ หรืออ่านชุดข้อมูลไม่ได้ not found, or the dataset cannot be read"
    )]
    Trace {
        /// โฟลเดอร์ชุดข้อมูล หรือ dataset.json · a dataset's folder, or its dataset.json
        #[arg(value_name = "DATASET")]
        dataset: PathBuf,
        /// หัวข้อ (I14) ตัวชี้วัด (ชื่อหรือเลขที่) สำนัก หรือ JSON pointer · an item, an indicator, an office, or a JSON pointer
        #[arg(value_name = "WHAT")]
        what: String,
        /// โฟลเดอร์ที่มีไฟล์ต้นฉบับ เพื่อแสดงข้อความในช่องตามที่เขียน · folder of the files themselves, to show cells as they were written
        #[arg(long, value_name = "DIR")]
        source: Option<PathBuf>,
        #[command(flatten)]
        asking: Asking,
    },
    /// ชุดข้อมูลสองชุดต่างกันอย่างไร · what changed between two datasets
    #[command(after_help = "ตัวอย่าง · Example:\n  ruam diff out-เมษายน out\n\n\
            รหัสออก · Exit codes: 0 ไม่มีอะไรเปลี่ยน nothing changed · 1 มีการเปลี่ยนแปลง something changed · 2 อ่านชุดข้อมูลไม่ได้ a dataset cannot be read")]
    Diff {
        /// ชุดข้อมูลเดิม · the dataset before
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// ชุดข้อมูลใหม่ · the dataset after
        #[arg(value_name = "NEW")]
        new: PathBuf,
        #[command(flatten)]
        asking: Asking,
    },
    /// เขียนแบบรายงานเปล่าของสำนัก · write the blank form of an office
    #[command(
        after_help = "ตัวอย่าง · Examples:\n  ruam template --office ส.ตส. --out ส.ตส.xlsx\n  ruam template --all --from out/dataset.json --out แบบรายงาน"
    )]
    Template {
        /// ชุดข้อมูลที่มีคะแนน หัวข้อ และมาตรการ · dataset to fill in scores, items and measures from
        #[arg(long, value_name = "DATASET")]
        from: Option<PathBuf>,
        /// แบบของทุกสำนัก · the forms of all offices
        #[arg(long)]
        all: bool,
        /// ไฟล์ (โฟลเดอร์ ถ้าใช้ --all) · the file (a folder, with --all)
        #[arg(long, value_name = "OUT")]
        out: PathBuf,
    },
    /// รายการกฎการตรวจ · list the rules
    #[command(after_help = "ตัวอย่าง · Example:\n  ruam rules explain weak-above-target")]
    Rules {
        #[command(subcommand)]
        command: Option<RulesCommand>,
    },
    /// พิมพ์ JSON Schema · print a JSON Schema
    #[command(after_help = "ตัวอย่าง · Example:\n  ruam schema dataset")]
    Schema {
        /// submission rejection dataset finding provenance report profile catalog columns
        name: String,
    },
    /// A child process that reads files for its parent.
    #[command(hide = true)]
    Worker,
}

/// How a dataset is asked.
#[derive(Debug, Args)]
pub(super) struct Asking {
    /// รูปแบบคำตอบ · format of the answer
    #[arg(long, value_enum, default_value_t = Answer::Human)]
    pub(super) format: Answer,
    /// เฉพาะหน่วยงานนี้ · of this agency only
    #[arg(long, value_name = "CODE")]
    pub(super) agency: Option<String>,
}

/// Format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Answer {
    /// สำหรับคนอ่าน · for people
    Human,
    /// JSON บรรทัดละหนึ่งรายการ · JSON, one thing a line
    Json,
}

/// What to do with the rules.
#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// อธิบายกฎหนึ่งข้อ · explain one rule
    Explain {
        /// รหัสกฎ · the rule's id
        id: String,
    },
}

/// Language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    /// ภาษาไทย · Thai
    Th,
    /// ภาษาอังกฤษ · English
    En,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// บนหน้าจอเท่านั้น · on a terminal, unless NO_COLOR is set
    Auto,
    /// เสมอ · always
    Always,
    /// ไม่ใช้ · never
    Never,
}

/// Format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Write {
    /// สำหรับ Excel ไฟล์ละตาราง · for Excel, a file a table
    Csv,
    /// สมุดงานเดียว พร้อมแบบรายงานรวมสำหรับพิมพ์ · one workbook, with the consolidated form to print
    Xlsx,
    /// JSON Lines
    Jsonl,
    /// Apache Parquet (ถ้าสร้างโปรแกรมด้วย · where built with --features parquet)
    Parquet,
}

/// Format of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// สำหรับคนอ่าน · for people
    Human,
    /// บรรทัดละหนึ่งข้อ ตาม finding.schema.json · one finding a line
    Json,
    /// SARIF 2.1.0 สำหรับโปรแกรมอื่น · for programs that show findings
    Sarif,
}

/// Format of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Grid {
    /// พร้อมตำแหน่งและการผสานช่อง · with places and spans
    Json,
    /// ข้อความอย่างเดียว · the texts alone
    Csv,
}
