//! A small city whose people, courses and classes a test then makes.

use store::{Db, write_db};

/// Runs one statement as it stands; fails the test if the database refuses it.
pub async fn run(db: &Db, sql: &str) {
    try_run(db, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Runs one statement as it stands and says what became of it.
pub async fn try_run(db: &Db, sql: &str) -> Result<(), sqlx::Error> {
    write_db!(db, |pool| sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(pool).await.map(drop))
}

/// A city with a county, a bureau, a school, four person categories, and `people` persons `p1`, `p2`, … with an
/// account each (`a1`, `a2`, …). What the store's own deeds make (courses, classes, study) is left to the test.
pub async fn a_city(db: &Db, people: u32) {
    run(db, "INSERT INTO region (id, name, name_en, kind, parent_id) VALUES ('city', '东营市', 'Dongying', 'city', NULL)").await;
    run(db, "INSERT INTO region (id, name, name_en, kind, parent_id) VALUES ('county', '河口区', 'Hekou', 'county', 'city')").await;
    run(
        db,
        "INSERT INTO organisation (id, kind, name, name_en, region_id, credit_code, phone) VALUES \
         ('bureau', 'bureau', '市人社局', 'City bureau', 'city', 'C0', '12333'), \
         ('school', 'institution', '渔丰学校', 'Yufeng School', 'county', 'C1', '0546-1')",
    )
    .await;
    run(
        db,
        "INSERT INTO person_category (code, name, name_en, valid_from, valid_to, source) VALUES \
         ('rural_transfer', '农村转移就业劳动者', 'Rural migrant worker', '2020-01-01', NULL, 'test'), \
         ('unemployed', '登记失业人员', 'Registered unemployed', '2020-01-01', NULL, 'test'), \
         ('graduate', '毕业年度高校毕业生', 'Graduate', '2020-01-01', NULL, 'test'), \
         ('employee', '企业职工', 'Employee', '2020-01-01', NULL, 'test')",
    )
    .await;
    for n in 1..=people {
        // The digest column is binary: its literal is spelt differently by the engines.
        let blob = match db {
            Db::Sqlite(_) => format!("x'{n:04x}'"),
            Db::Postgres(_) => format!("'\\x{n:04x}'"),
        };
        run(
            db,
            &format!(
                "INSERT INTO person (id, name, sex, birth_date, document_type, document_digest, document_sealed, \
                 document_masked, phone_sealed, phone_masked, region_id, category_code, category_since, created_at) \
                 VALUES ('p{n}', '学员{n}', 'f', '1980-01-01', 'resident', {blob}, {blob}, '3705**********{n:04}', \
                 {blob}, '138****{n:04}', 'county', 'rural_transfer', '2026-01-01', 0)"
            ),
        )
        .await;
        run(
            db,
            &format!(
                "INSERT INTO account (id, person_id, login, password_hash, active, created_at) \
                 VALUES ('a{n}', 'p{n}', 'learner{n}', '-', TRUE, 0)"
            ),
        )
        .await;
    }
}
